'use client'

import { useTranslations } from 'next-intl'
import type { ListHead } from '../list-table.tsx'

/** Columns of volumes; within one app its name is left out. */
export function useVolumeHeads({ withApp }: { readonly withApp: boolean }): readonly ListHead[] {
  const t = useTranslations('volumes')
  return [
    { text: t('name') },
    { text: t('state') },
    { text: t('used') },
    { text: withApp ? t('attached') : t('mounted') },
    { text: t('snapshots') },
    { text: t('actions'), hidden: true },
  ]
}
