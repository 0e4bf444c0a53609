'use client'

import type { MirrorView } from '@berth/protocol'
import { useTranslations } from 'next-intl'
import { ListTable } from '../list-table.tsx'
import { MirrorRow } from './mirror-row.tsx'

export function MirrorTable(props: { list: readonly MirrorView[]; onEdit: (mirror: MirrorView) => void }) {
  const t = useTranslations('mirrors')
  return (
    <ListTable
      label={t('title')}
      heads={[
        { text: t('registry') },
        { text: t('state') },
        { text: t('images'), right: true },
        { text: t('size'), right: true },
        { text: t('hits'), right: true },
        { text: t('actions'), hidden: true },
      ]}
    >
      {props.list.map((mirror) => (
        <MirrorRow key={mirror.id} mirror={mirror} onEdit={() => props.onEdit(mirror)} />
      ))}
    </ListTable>
  )
}
