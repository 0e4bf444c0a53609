import type { EndReason } from '@berth/core'
import type { DeployNote } from '@berth/protocol'
import type { ContainerModel, ReleaseModel } from './model.ts'
import { hasSucceeded, isReady, isSettled } from './model.ts'
import { healthOfProcess } from './processes/of-process.ts'
import { isVisited } from './routing.ts'
import { askedOf, secondsOf } from './wait-note.ts'

/** Ends in a row after which a new release is given up. One crash may be a database that is not there yet. */
const MAX_ENDS = 3
/** From the deploy's beginning; pulling a large image is in it. */
export const DEADLINE_MS = 10 * 60_000
/** The agent gives up on a health check by itself, and its stop may take ten seconds; this is for one that does not. */
const HEALTH_GRACE_MS = 15_000

export type RolloutFailure = {
  readonly note: DeployNote
  readonly lastLines: readonly string[]
  /** what the instance ended with, where it did */
  readonly end: EndReason | null
}

/** Why the new release will not come live, or undefined while it still may. */
export function findFailure(
  deploy: { readonly createdAt: Date; readonly release: ReleaseModel },
  own: readonly ContainerModel[],
  now: Date,
): RolloutFailure | undefined {
  const { release } = deploy
  for (const container of own) {
    const note = noteOf(container, release, now)
    if (!note) continue
    const { lastLines, end } = container
    return { note, lastLines, end }
  }
  const minutes = DEADLINE_MS / 60_000
  const late = now.getTime() - deploy.createdAt.getTime() > DEADLINE_MS
  if (!late) return undefined
  const waiting = own.find((container) => !isReady(container))
  const note = { kind: 'late', image: release.image, minutes, state: waiting?.observed ?? null } as const
  return { note, lastLines: waiting?.lastLines ?? [], end: waiting?.end ?? null }
}

function noteOf(container: ContainerModel, release: ReleaseModel, now: Date): DeployNote | undefined {
  if (!isSettled(container)) return undefined
  if (container.limitsRefused !== null) return { kind: 'limit-in-use', reason: container.limitsRefused }
  const ended = { kind: 'ended', image: release.image, end: container.end } as const
  switch (container.observed) {
    case 'failed':
      return ended
    case 'stopped':
      // what nobody visits may have done its work already
      return hasSucceeded(container) && !isVisited(container, release) ? undefined : ended
    case 'backoff':
      // a health check had its whole time already; a crash is forgiven twice
      return container.end?.kind === 'unhealthy' || container.restarts + 1 >= MAX_ENDS ? ended : undefined
    case 'running':
      return container.givenUp ? ended : unhealthyFor(container, release, now)
    case 'pending':
    case 'pulling':
    case 'starting':
    case 'paused':
    case 'removed':
    case 'lost':
      return undefined
  }
}

function unhealthyFor(container: ContainerModel, release: ReleaseModel, now: Date): DeployNote | undefined {
  const { image } = release
  const health = healthOfProcess(release, container.process)
  if (container.healthy || health.kind === 'none' || !container.startedAt) return undefined
  const waited = now.getTime() - container.startedAt.getTime()
  if (waited <= health.timeoutMs + HEALTH_GRACE_MS) return undefined
  const seconds = secondsOf(health.timeoutMs)
  if (health.kind !== 'command') return { kind: 'unanswered', image, seconds, ...askedOf(health) }
  const message = `its health check did not pass within ${seconds} s`
  return { kind: 'ended', image, end: { kind: 'unhealthy', message } }
}
