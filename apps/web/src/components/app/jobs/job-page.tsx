'use client'

import { Button } from '@berth/ui/button.tsx'
import { Skeleton } from '@berth/ui/skeleton.tsx'
import { useQuery } from '@tanstack/react-query'
import { ArrowLeft } from 'lucide-react'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { joinWords } from '../../../format/shell-words.ts'
import { useTRPC } from '../../../trpc/provider.tsx'
import { CliHint } from '../../cli-hint.tsx'
import { CopyId } from '../../copy-text.tsx'
import { QueryView } from '../../query-view.tsx'
import { When } from '../../when.tsx'
import { useAppName } from '../use-app.ts'
import { CancelJob } from './cancel-job.tsx'
import { JobFacts } from './job-facts.tsx'
import { JobKindBadge } from './job-kind.tsx'
import { JobStatus } from './job-status.tsx'
import { useJobReason } from './use-job-reason.ts'

const JobLog = dynamic(() => import('./log/job-log.tsx').then((module) => module.JobLog), {
  ssr: false,
  loading: () => <Skeleton className="h-96" />,
})
const LOOK_MS = 1000

/** One job: what ran, how it ended and what it wrote. */
export function JobPage({ id }: { id: string }) {
  const t = useTranslations('jobs')
  const name = useAppName()
  const reasonOf = useJobReason()
  const query = useQuery(
    useTRPC().jobs.get.queryOptions(
      { ...name, id },
      { refetchInterval: ({ state: { data } }) => (data && data.log !== 'live' ? false : LOOK_MS) },
    ),
  )
  const base = `/t/${name.tenant}/apps/${name.app}`
  return (
    <>
      <div>
        <Button asChild size="sm" variant="ghost" className="-ml-2.5">
          <Link href={`${base}/jobs`}>
            <ArrowLeft aria-hidden />
            {t('all')}
          </Link>
        </Button>
      </div>
      <QueryView query={query} skeleton={<Skeleton className="h-96" />}>
        {(job) => {
          const reason = reasonOf(job)
          return (
            <div className="grid grid-cols-1 gap-4">
              <h2 className="sr-only">{t('one', { id })}</h2>
              <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
                <JobStatus state={job.state} />
                <JobKindBadge job={job} />
                <JobFacts job={job} />
                <span className="text-sm text-muted">
                  <When at={job.startedAt ?? job.createdAt} /> · {job.by}
                </span>
                <Link
                  className="text-sm underline underline-offset-4"
                  href={`${base}/releases/${job.release}`}
                >
                  {t('release', { number: job.release })}
                </Link>
                <span className="ml-auto">
                  <CancelJob job={job} />
                </span>
              </div>
              {job.command === null ? (
                <p className="text-sm text-faint">{t('commandHidden')}</p>
              ) : (
                <code className="font-mono text-sm [overflow-wrap:anywhere]">{joinWords(job.command)}</code>
              )}
              {reason === null ? null : <p className="text-sm [overflow-wrap:anywhere]">{reason}</p>}
              <JobLog job={job} />
              <p className="text-xs text-faint">
                <CopyId text={job.id} />
              </p>
            </div>
          )
        }}
      </QueryView>
      <CliHint command={`berth jobs ${name.app} logs ${id}`} />
    </>
  )
}
