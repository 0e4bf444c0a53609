import type { ObservedContainer, PullSum } from '@berth/protocol'
import type { LocalState } from './plan-converge.ts'

/** What the node is doing for a container at this moment. */
export type Phase = 'idle' | 'pulling' | 'starting' | 'removed'

/** what a report has room for: a fork bomb comes there in hours */
const MOST_TOLD = 2 ** 31 - 1

/** What is told to control of one container. Pure. */
export function observe(
  local: LocalState,
  phase: Phase,
  address: string | null,
  pull?: PullSum,
): ObservedContainer {
  const { memory, run } = local
  const state = stateOf(local, phase)
  const ended = state !== 'running' && state !== 'paused' && state !== 'starting' && state !== 'pulling'
  return {
    id: memory.spec.id,
    generation: memory.spec.generation,
    state,
    healthy: state === 'running' && memory.healthy,
    address: state === 'removed' ? null : address,
    startedAt: memory.startedAt,
    endedAt: memory.endedAt,
    end: memory.end,
    restarts: memory.restarts,
    nextStartAt: state === 'backoff' ? memory.nextStartAt : null,
    restartNonce: memory.started?.nonce ?? memory.spec.restartNonce,
    ...(memory.refused?.generation === memory.spec.generation
      ? { limitsRefused: memory.refused.message }
      : {}),
    ...(state === 'pulling' && pull ? { pull } : {}),
    ...(state === 'running' && run?.oomKills ? { oomKills: run.oomKills } : {}),
    ...(state === 'running' && run?.forksRefused
      ? { forksRefused: Math.min(run.forksRefused, MOST_TOLD) }
      : {}),
    ...((ended || isGivenUp(local)) && memory.lastLines.length > 0 ? { lastLines: memory.lastLines } : {}),
  }
}

/** It still runs, with its verdict: it is about to be stopped for its health check. */
function isGivenUp({ memory, run }: LocalState): boolean {
  return run?.state === 'running' && memory.end?.kind === 'unhealthy'
}

function stateOf({ memory, run }: LocalState, phase: Phase): ObservedContainer['state'] {
  if (phase !== 'idle') return phase
  if (run?.state === 'running') return run.paused ? 'paused' : 'running'
  if (memory.hopeless) return 'failed'
  if (memory.nextStartAt !== null && memory.spec.desired === 'running') return 'backoff'
  if ((memory.end === null || memory.asked) && memory.spec.desired === 'running') return 'starting'
  return 'stopped'
}
