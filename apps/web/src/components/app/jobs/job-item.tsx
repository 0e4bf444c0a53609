'use client'

import type { JobView } from '@berth/protocol'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { joinWords } from '../../../format/shell-words.ts'
import { When } from '../../when.tsx'
import { useAppName } from '../use-app.ts'
import { JobFacts } from './job-facts.tsx'
import { JobKindBadge } from './job-kind.tsx'
import { JobStatus } from './job-status.tsx'
import { useJobReason } from './use-job-reason.ts'

/** One line of the history, which leads to the job. */
export function JobItem({ job }: { job: JobView }) {
  const t = useTranslations('jobs')
  const { tenant, app } = useAppName()
  const reason = useJobReason()(job)
  return (
    <li className="relative grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-1 px-4 py-3 text-sm hover:bg-hover/50">
      <span className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
        <Link
          href={`/t/${tenant}/apps/${app}/jobs/${job.id}`}
          className="rounded-sm after:absolute after:inset-0"
          aria-label={t('open', { id: job.id })}
        >
          <JobStatus state={job.state} />
        </Link>
        <JobKindBadge job={job} />
        {job.command === null ? null : (
          <code className="min-w-0 truncate font-mono text-xs">{joinWords(job.command)}</code>
        )}
      </span>
      <span className="text-right text-xs text-muted">
        <When at={job.startedAt ?? job.createdAt} />
        <span className="block max-w-40 truncate text-faint">{job.by}</span>
      </span>
      <span className="col-span-2 flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <span className="text-xs text-muted tabular">{t('release', { number: job.release })}</span>
        <JobFacts job={job} />
        {reason === null ? null : <span className="text-muted [overflow-wrap:anywhere]">{reason}</span>}
      </span>
    </li>
  )
}
