'use client'

import { Button } from '@berth/ui/button.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { useQuery } from '@tanstack/react-query'
import { Play } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { usePolling } from '../../../live/live-context.ts'
import { useMay } from '../../../session/use-may.ts'
import { useTRPC } from '../../../trpc/provider.tsx'
import { QueryView } from '../../query-view.tsx'
import { TableSkeleton } from '../../table-skeleton.tsx'
import { useAppName } from '../use-app.ts'
import { JobItem } from './job-item.tsx'
import { NoJobs } from './no-jobs.tsx'

const RunDialog = dynamic(() => import('./run-dialog.tsx').then((module) => module.RunDialog))

/** Every run that is kept, newest first, and a way to begin one. */
export function HistoryPanel() {
  const t = useTranslations('jobs')
  const mayRun = useMay()('app:exec')
  const [running, setRunning] = useState(false)
  const jobs = useQuery(useTRPC().jobs.list.queryOptions(useAppName(), { refetchInterval: usePolling() }))
  const run = (
    <Button size="sm" disabled={!mayRun} onClick={() => setRunning(true)}>
      <Play aria-hidden />
      {t('run')}
    </Button>
  )
  return (
    <Panel title={t('history')} description={t('historyHint')} actions={run} bodyClassName="p-0">
      <QueryView query={jobs} skeleton={<TableSkeleton rows={4} />}>
        {(list) =>
          list.length === 0 ? (
            <NoJobs />
          ) : (
            <ul aria-label={t('history')} className="divide-y">
              {list.map((job) => (
                <JobItem key={job.id} job={job} />
              ))}
            </ul>
          )
        }
      </QueryView>
      {running ? <RunDialog onClose={() => setRunning(false)} /> : null}
    </Panel>
  )
}
