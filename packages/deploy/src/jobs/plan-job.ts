import type { JobCause } from '@berth/core'
import type { ContainerModel, NodeModel } from '../model.ts'
import { place } from '../place.ts'
import { isUnended, type JobModel, type JobOutcome } from './job-model.ts'
import { outcomeOf } from './job-outcome.ts'

export type JobStep =
  | { readonly kind: 'place'; readonly nodeId: string }
  | { readonly kind: 'begin' }
  | { readonly kind: 'stop' }
  | ({ readonly kind: 'end' } & JobOutcome)
  /** nobody will read its log any more */
  | { readonly kind: 'give-up-log' }
  | { readonly kind: 'remove' }
  | { readonly kind: 'forget' }

/** A job whose nodes are all busy, or away for a moment, waits so long for one. */
const PATIENCE_MS = 60_000
/** Another process may hold its node's stream, or the node answers late. */
const LOG_PATIENCE_MS = 120_000
/** Its node is away, and its log with it. */
const AWAY_PATIENCE_MS = 10 * 60_000

/** What to do next for one job. Level-triggered; whatever died meanwhile, a job that was placed once is not placed again. */
export function planJob(
  job: JobModel,
  around: { readonly now: Date; readonly nodes: readonly NodeModel[] },
): JobStep[] {
  const { container } = job
  if (!isUnended(job.state)) return container ? clearAway(job, container, around.now) : []
  const why = whyToEnd(job, around.now)
  if (container) return planPlaced(job, container, why)
  if (job.wasPlaced) return [{ kind: 'end', state: 'lost', cause: 'gone', end: null }]
  if (why) return [{ kind: 'end', state: stateFor(why), cause: why, end: null }]
  return job.blocked ? [] : planPlacement(job, around)
}

/** Whether its log can and need be read before its container goes. */
export function wantsLog({ state, log, container }: JobModel): boolean {
  return !isUnended(state) && log === 'live' && container !== null && container.observed !== 'lost'
}

function planPlaced(job: JobModel, container: ContainerModel, why: JobCause | undefined): JobStep[] {
  const outcome = outcomeOf(job, container, why)
  if (outcome) return [{ kind: 'end', ...outcome }]
  if (why && container.desired === 'running') return [{ kind: 'stop' }]
  return container.observed === 'running' && job.state === 'queued' ? [{ kind: 'begin' }] : []
}

function planPlacement(
  job: JobModel,
  { now, nodes }: { readonly now: Date; readonly nodes: readonly NodeModel[] },
): JobStep[] {
  const wanted = [{ process: job.kind, instance: 1 }]
  const result = place({
    wanted,
    limits: () => job.limits,
    nodes,
    present: new Map(),
    homeOf: () => job.home,
  })
  if (result.kind === 'placed') return result.placements.map(({ nodeId }) => ({ kind: 'place', nodeId }))
  const isLate = now.getTime() - job.createdAt.getTime() > PATIENCE_MS
  return isLate ? [{ kind: 'end', state: 'failed', cause: 'no-room', end: null }] : []
}

function clearAway(job: JobModel, container: ContainerModel, now: Date): JobStep[] {
  const { desired, observed } = container
  if (desired === 'removed') return observed === 'removed' || observed === 'lost' ? [{ kind: 'forget' }] : []
  if (job.log !== 'live') return [{ kind: 'remove' }]
  const waited = now.getTime() - (job.logSince ?? job.endedAt ?? now).getTime()
  const patience = observed === 'lost' ? AWAY_PATIENCE_MS : LOG_PATIENCE_MS
  return waited > patience ? [{ kind: 'give-up-log' }, { kind: 'remove' }] : []
}

function whyToEnd({ cancelBy, deployOver, deadline }: JobModel, now: Date): JobCause | undefined {
  if (cancelBy !== null) return 'canceled'
  if (deployOver) return 'deploy-over'
  return deadline <= now ? 'deadline' : undefined
}

function stateFor(cause: JobCause): JobOutcome['state'] {
  return cause === 'deadline' ? 'failed' : 'canceled'
}
