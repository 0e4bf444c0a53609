'use client'

import type { JobView } from '@berth/protocol'
import { useTranslations } from 'next-intl'
import { formatDuration } from '../../../format/duration.ts'
import { useNow } from '../../../format/use-now.ts'

/** How long it took or takes, and the code of its program. */
export function JobFacts({ job }: { job: JobView }) {
  const t = useTranslations('jobs')
  const now = useNow()
  const { startedAt, endedAt, code, end, reason } = job
  // its reason says the same code
  const isSaid = reason !== null && end?.kind === 'exit'
  const took = startedAt && (endedAt ?? now).getTime() - startedAt.getTime()
  return (
    <span className="flex flex-wrap gap-x-3 text-xs text-muted tabular">
      {took === null ? null : (
        <span>{t(endedAt ? 'took' : 'runsFor', { time: formatDuration(Math.max(0, took)) })}</span>
      )}
      {code === null || isSaid ? null : <span>{t('code', { code })}</span>}
    </span>
  )
}
