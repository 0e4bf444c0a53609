'use client'

import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { ListTable } from '../list-table.tsx'

/** The frame of both kinds of rules: what they name, what they say, and who made them. */
export function RuleTable({ label, children }: { label: string; children: ReactNode }) {
  const t = useTranslations('imageRules')
  return (
    <ListTable
      label={label}
      heads={[
        { text: `${t('repositories')}:${t('tags')}` },
        { text: t('rule') },
        { text: t('by') },
        { text: t('actions'), hidden: true },
      ]}
    >
      {children}
    </ListTable>
  )
}
