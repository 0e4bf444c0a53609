'use client'

import { Callout } from '@berth/ui/callout.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { Skeleton } from '@berth/ui/skeleton.tsx'
import { useTranslations } from 'next-intl'
import { CliHint } from '../../cli-hint.tsx'
import { QueryView } from '../../query-view.tsx'
import { DeployCard } from '../deploys/deploy-card.tsx'
import { useApp } from '../use-app.ts'
import { AppFacts } from './app-facts.tsx'
import { FailureNotice } from './failure-notice.tsx'
import { InstanceTable } from './instance-table.tsx'
import { NewestBuild } from './newest-build.tsx'
import { NoRelease } from './no-release.tsx'

export function Overview() {
  const t = useTranslations('app')
  const app = useApp()
  return (
    <>
      <QueryView query={app} skeleton={<OverviewSkeleton />}>
        {(data) => (
          <>
            <FailureNotice app={data} />
            {data.state === 'scaled-to-zero' ? <Callout tone="info" title={t('scaledToZero')} /> : null}
            {data.release === null ? <NoRelease app={data} /> : <NewestBuild app={data} />}
            <InstanceTable app={data} />
            <div className="grid items-start gap-6 lg:grid-cols-2">
              <Panel title={t('lastDeploy')} bodyClassName={data.lastDeploy ? 'p-0' : ''}>
                {data.lastDeploy ? (
                  <DeployCard deploy={data.lastDeploy} />
                ) : (
                  <p className="text-sm text-muted">{t('noDeploy')}</p>
                )}
              </Panel>
              <Panel title={t('facts')}>
                <AppFacts app={data} />
              </Panel>
            </div>
            <CliHint command={`berth info ${data.name}`} />
          </>
        )}
      </QueryView>
    </>
  )
}

function OverviewSkeleton() {
  return (
    <div className="grid grid-cols-1 gap-6" aria-busy="true">
      <Skeleton className="h-28" />
      <div className="grid gap-6 lg:grid-cols-2">
        <Skeleton className="h-72" />
        <Skeleton className="h-72" />
      </div>
    </div>
  )
}
