'use client'

import type { AuditView } from '@berth/protocol'
import { Badge } from '@berth/ui/badge.tsx'
import { Td, Tr } from '@berth/ui/table.tsx'
import { useTranslations } from 'next-intl'
import { When } from '../when.tsx'

export function AuditRow({ entry }: { entry: AuditView }) {
  const t = useTranslations('audit')
  return (
    <Tr>
      <Td>
        <When at={entry.at} />
      </Td>
      <Td label={t('who')} className="whitespace-nowrap">
        {entry.by}
      </Td>
      <Td label={t('action')} className="font-mono text-xs">
        {entry.action}
      </Td>
      <Td label={t('target')} className="max-w-64 truncate font-mono text-xs" title={entry.target}>
        {entry.target}
      </Td>
      <Td label={t('outcome')}>
        <Badge tone={entry.outcome === 'allowed' ? 'neutral' : 'bad'}>{t(entry.outcome)}</Badge>
      </Td>
      <Td label={t('from')} className="font-mono text-xs text-muted">
        {entry.ip ?? '–'}
      </Td>
    </Tr>
  )
}
