'use client'

import type { AppDetailView } from '@berth/protocol'
import { useTranslations } from 'next-intl'
import { useStats } from '../../../live/use-stats.ts'
import { ListTable } from '../../list-table.tsx'
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
  const heads = [
    { text: t('instance') },
    { text: t('state') },
    { text: t('cpu') },
    { text: t('memory') },
    { text: t('network') },
    { text: t('since'), right: true },
  ]
  return (
    <ListTable label={t('instances')} heads={heads}>
      {rows.map((instance) => (
        <InstanceRow
          key={instance.id}
          instance={instance}
          history={stats.get(instance.id) ?? []}
          cpuLimit={app.limits.cpu}
        />
      ))}
    </ListTable>
  )
}
