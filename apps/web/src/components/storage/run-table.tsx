'use client'

import type { CollectionRunView } from '@berth/protocol'
import { EmptyState } from '@berth/ui/empty-state.tsx'
import { Recycle } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { ListTable } from '../list-table.tsx'
import { RunRow } from './run-row.tsx'

/** The last runs of the collection, newest first. */
export function RunTable({ runs }: { runs: readonly CollectionRunView[] }) {
  const t = useTranslations('storage')
  if (runs.length === 0)
    return (
      <EmptyState icon={Recycle} title={t('noRuns')}>
        <p className="max-w-xl text-sm text-muted">{t('noRunsHint')}</p>
      </EmptyState>
    )
  return (
    <ListTable
      label={t('runs')}
      heads={[
        { text: t('started') },
        { text: t('state') },
        { text: t('freed'), right: true },
        { text: t('took'), right: true },
        { text: t('compared'), right: true },
      ]}
    >
      {runs.map((run) => (
        <RunRow key={run.id} run={run} />
      ))}
    </ListTable>
  )
}
