'use client'

import type { JobView } from '@berth/protocol'
import { useTranslations } from 'next-intl'
import { LogTail } from '../../overview/log-tail.tsx'
import { KeptLog } from './kept-log.tsx'
import { LiveLog } from './live-log.tsx'

/** What a job writes while it runs, and afterwards what was kept of it. */
export function JobLog({ job }: { job: JobView }) {
  const t = useTranslations('jobs')
  if (job.log === 'kept') return <KeptLog id={job.id} />
  if (job.log === 'live' && job.containerId !== null) {
    return <LiveLog key={job.containerId} containerId={job.containerId} />
  }
  return (
    <>
      <p className="text-sm text-muted">{t(job.log === 'gone' ? 'logGone' : 'logWaits')}</p>
      {job.lastLines.length === 0 ? null : <LogTail lines={job.lastLines} />}
    </>
  )
}
