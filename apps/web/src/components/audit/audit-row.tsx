'use client'

import type { AuditView } from '@berth/protocol'
import { Badge } from '@berth/ui/badge.tsx'
import { Td, Tr } from '@berth/ui/table.tsx'
import { useTranslations } from 'next-intl'
import { When } from '../when.tsx'
import { useActionText } from './use-action-text.ts'

export function AuditRow({ entry }: { entry: AuditView }) {
  const t = useTranslations('audit')
  const action = useActionText()(entry.action)
  return (
    <Tr>
      <Td>
        <When at={entry.at} />
      </Td>
      <Td label={t('who')} className="whitespace-nowrap">
        {entry.by}
      </Td>
      <Td label={t('action')} title={entry.action}>
        {action ?? <span className="font-mono text-xs">{entry.action}</span>}
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
