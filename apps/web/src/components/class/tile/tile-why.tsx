'use client'

import type { SandboxState } from '@berth/core'
import type { WallSandbox } from '@berth/protocol'
import { useSandboxReason } from '../../sandbox/use-reason.ts'

const RESTS: readonly SandboxState[] = ['frozen', 'stopped', 'archived', 'failed']

/** Why a lab does not go on, in words: what rests and what is stuck look the same otherwise. */
export function TileWhy({ sandbox: { state, reason, trouble } }: { sandbox: WallSandbox }) {
  const reasonText = useSandboxReason()
  const rests = reason !== null && RESTS.includes(state)
  if (!rests && trouble === null) return null
  return (
    <p className="line-clamp-4 text-xs text-muted [overflow-wrap:anywhere]">
      {rests ? reasonText(reason) : null} {trouble}
    </p>
  )
}
