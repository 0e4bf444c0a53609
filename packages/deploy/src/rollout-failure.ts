import { describeEnd, type EndReason } from '@berth/core'
import type { ContainerModel, ReleaseModel } from './model.ts'
import { isReady, isSettled } from './model.ts'

/** Ends in a row after which a new release is given up. One crash may be a database that is not there yet. */
const MAX_ENDS = 3
/** From the deploy's beginning; pulling a large image is in it. */
export const DEADLINE_MS = 10 * 60_000
/** The agent gives up on a health check by itself; this is for one that does not say so. */
const HEALTH_GRACE_MS = 5_000

export type RolloutFailure = {
  readonly reason: string
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
    const reason = reasonOf(container, release, now)
    if (!reason) continue
    const { lastLines, end } = container
    return { reason: `${release.image} ${reason}`, lastLines, end }
  }
  const minutes = DEADLINE_MS / 60_000
  const late = now.getTime() - deploy.createdAt.getTime() > DEADLINE_MS
  if (!late) return undefined
  const waiting = own.find((container) => !isReady(container))
  const reason = `${release.image} was not live after ${minutes} minutes${waiting ? `: an instance is still ${waiting.observed}` : ''}`
  return { reason, lastLines: waiting?.lastLines ?? [], end: waiting?.end ?? null }
}

function reasonOf(container: ContainerModel, release: ReleaseModel, now: Date): string | undefined {
  if (!isSettled(container)) return undefined
  const ended = container.end ? describeEnd(container.end) : 'ended'
  switch (container.observed) {
    case 'failed':
    case 'stopped':
      return ended
    case 'backoff':
      return container.restarts + 1 >= MAX_ENDS ? ended : undefined
    case 'running':
      return unhealthyFor(container, release, now)
    case 'pending':
    case 'pulling':
    case 'starting':
    case 'removed':
    case 'lost':
      return undefined
  }
}

function unhealthyFor(container: ContainerModel, release: ReleaseModel, now: Date): string | undefined {
  const { health } = release
  if (container.healthy || health.kind === 'none' || !container.startedAt) return undefined
  const waited = now.getTime() - container.startedAt.getTime()
  if (waited <= health.timeoutMs + HEALTH_GRACE_MS) return undefined
  return `runs, but nothing answers on port ${health.port} after ${Math.round(health.timeoutMs / 1000)} s: check the port`
}
