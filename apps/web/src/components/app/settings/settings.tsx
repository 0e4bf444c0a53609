'use client'

import { Skeleton } from '@berth/ui/skeleton.tsx'
import { useMay } from '../../../session/use-may.ts'
import { CliHint } from '../../cli-hint.tsx'
import { QueryView } from '../../query-view.tsx'
import { useApp, useAppName } from '../use-app.ts'
import { DestroyPanel } from './destroy-panel.tsx'
import { LimitsPanel } from './limits-panel.tsx'
import { ScalePanel } from './scale-panel.tsx'

export function Settings() {
  const { app: name } = useAppName()
  const may = useMay()
  const app = useApp()
  return (
    <>
      <QueryView query={app} skeleton={<Skeleton className="h-96" />}>
        {(data) => (
          <div className="grid grid-cols-1 gap-6">
            <LimitsPanel key={`limits-${data.release}`} app={data} />
            <ScalePanel key={`scale-${data.release}`} app={data} />
            {may('app:destroy') ? <DestroyPanel /> : null}
          </div>
        )}
      </QueryView>
      <CliHint command={`berth scale ${name} web=2`} />
    </>
  )
}
