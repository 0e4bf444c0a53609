'use client'

import type { ReleaseView } from '@berth/protocol'
import { Skeleton } from '@berth/ui/skeleton.tsx'
import { useQuery } from '@tanstack/react-query'
import { useMay } from '../../../session/use-may.ts'
import { useTRPC } from '../../../trpc/provider.tsx'
import { CliHint } from '../../cli-hint.tsx'
import { QueryView } from '../../query-view.tsx'
import { useApp, useAppName } from '../use-app.ts'
import { CodePanel } from './code/code-panel.tsx'
import { DestroyPanel } from './destroy-panel.tsx'
import { LimitsPanel } from './limits-panel.tsx'
import { ProcessesPanel } from './processes/processes-panel.tsx'
import { RunPanel } from './run-panel.tsx'
import { SleepPanel } from './sleep-panel.tsx'

export function Settings() {
  const name = useAppName()
  const may = useMay()
  const app = useApp()
  const releases = useQuery(useTRPC().releases.list.queryOptions(name))
  const base = releases.data && baseRelease(releases.data)
  return (
    <>
      <QueryView query={app} skeleton={<Skeleton className="h-96" />}>
        {(data) => (
          <div className="grid grid-cols-1 gap-6">
            <LimitsPanel key={`limits-${data.release}`} app={data} />
            {base ? <RunPanel key={`run-${base.number}`} release={base} /> : null}
            {base ? <ProcessesPanel key={`processes-${base.number}`} release={base} /> : null}
            <SleepPanel app={data} />
            <CodePanel />
            {may('app:destroy') ? <DestroyPanel /> : null}
          </div>
        )}
      </QueryView>
      <CliHint command={`berth scale ${name.app} web=2`} />
    </>
  )
}

/** What a change is made from: the release on its way, else the one that serves, else the last that was tried. */
function baseRelease(newestFirst: readonly ReleaseView[]): ReleaseView | undefined {
  return (
    newestFirst.find((release) => release.state === 'deploying') ??
    newestFirst.find((release) => release.current) ??
    newestFirst[0]
  )
}
