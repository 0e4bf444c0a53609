'use client'

import { Skeleton } from '@berth/ui/skeleton.tsx'
import { useState } from 'react'
import { ErrorCallout } from '../../../error-callout.tsx'
import { LogView } from '../../logs/log-view.tsx'
import { useLogLines } from '../../logs/use-log-lines.ts'
import { useAppName } from '../../use-app.ts'
import { LogFrame } from './log-frame.tsx'

/** Lines of a job's container as they come. */
export function LiveLog({ containerId }: { containerId: string }) {
  const name = useAppName()
  const [follow, setFollow] = useState(true)
  const { lines, state } = useLogLines({
    ...name,
    containerId,
    instances: containerId,
    hours: 0,
    held: !follow,
  })
  // its container goes when the job has ended: what was read stays until what is kept is there
  if (state.kind === 'failed' && lines.length === 0) return <ErrorCallout error={state.error} />
  if (state.kind === 'connecting') return <Skeleton className="h-96" />
  return (
    <LogFrame>
      <LogView
        {...{ lines, follow, wrap: true, instances: [], search: '', target: undefined }}
        onFollow={setFollow}
      />
    </LogFrame>
  )
}
