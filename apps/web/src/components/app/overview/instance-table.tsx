'use client'

import type { AppDetailView } from '@berth/protocol'
import { Table, Th } from '@berth/ui/table.tsx'
import { useTranslations } from 'next-intl'
import { useStats } from '../../../live/use-stats.ts'
import { useAppName } from '../use-app.ts'
import { InstanceRow } from './instance-row.tsx'

/** Every instance with its use, a second old at most. */
export function InstanceTable({ app }: { app: AppDetailView }) {
  const t = useTranslations('app')
  const stats = useStats(useAppName())
  if (app.instances.length === 0) return null
  const rows = app.instances.toSorted(
    (a, b) => a.process.localeCompare(b.process) || a.instance - b.instance || b.release - a.release,
  )
  return (
    <Table label={t('instances')}>
      <thead>
        <tr>
          <Th>{t('instance')}</Th>
          <Th>{t('state')}</Th>
          <Th>{t('cpu')}</Th>
          <Th>{t('memory')}</Th>
          <Th>{t('network')}</Th>
          <Th className="text-right">{t('since')}</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((instance) => (
          <InstanceRow
            key={instance.id}
            instance={instance}
            history={stats.get(instance.id) ?? []}
            cpuLimit={app.limits.cpu}
          />
        ))}
      </tbody>
    </Table>
  )
}
