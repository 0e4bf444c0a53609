import {
  type DesiredState,
  describeEnd,
  type EndReason,
  type ObservedState,
  type SandboxReason,
  type SandboxState,
  type SandboxWish,
} from '@berth/core'

export type ContainerPart = {
  readonly id: string
  readonly attempt: number
  readonly desired: DesiredState
  readonly observed: ObservedState
  /** its node speaks of what is wanted now */
  readonly settled: boolean
  readonly end: EndReason | null
  readonly createdAt: Date
}

export type SandboxParts = {
  readonly state: SandboxState
  readonly wanted: SandboxWish
  readonly attempt: number
  readonly requestedAt: Date
  /** its set-up script: when it was begun, and how long it may take; null: there is none */
  readonly setup: { readonly begunAt: Date | null; readonly timeoutMs: number } | null
  /** in this try: then nothing is set up again */
  readonly wasReady: boolean
  /** what its lab does when it is over, where that is not done yet; null: nothing is left to do */
  readonly cleanup: {
    readonly containerId: string
    readonly begunAt: Date | null
    readonly timeoutMs: number
  } | null
  /** since when its containers are to go */
  readonly goneAt: Date | null
  readonly containers: readonly ContainerPart[]
  readonly homes: readonly { readonly attempt: number }[]
}

export type SandboxStep =
  | { readonly kind: 'desire'; readonly containerId: string; readonly desired: DesiredState }
  | { readonly kind: 'forget'; readonly containerId: string }
  | { readonly kind: 'setup' }
  | { readonly kind: 'cleanup' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'requeue' }
  | { readonly kind: 'fail'; readonly reason: SandboxReason }
  | { readonly kind: 'lose' }
  /** files of all tries but the present one, or of that, too */
  | { readonly kind: 'delete-homes'; readonly all: boolean }

/** What is not there after so long does not come. */
const START_PATIENCE_MS = 10 * 60_000
/** All of a class at once, on a node that runs eight: who had no turn for so long gets in line again. */
export const SETUP_WAIT_MS = 60_000
/** A set-up that nobody heard of for so long beyond its time was begun by a process that died. */
const SETUP_GRACE_MS = 30_000
/** A clean-up that nobody could begin for so long is left out, and one that nobody heard of after its time. */
const CLEANUP_GRACE_MS = 15_000
/** For its turn: less than that, so that it is told before its containers go. */
export const CLEANUP_WAIT_MS = 10_000

/** What to do next for the containers of one sandbox. Level-triggered: whoever died meanwhile, the next look goes on. */
export function planContainers(sandbox: SandboxParts, now: Date): SandboxStep[] {
  const current = sandbox.containers.filter(({ attempt }) => attempt === sandbox.attempt)
  const others = sandbox.containers.filter(({ attempt }) => attempt !== sandbox.attempt)
  switch (sandbox.wanted) {
    case 'running':
      return [...others.flatMap(keepStill), ...planRunning(sandbox, current, now)]
    case 'frozen':
      return [...others.flatMap(keepStill), ...current.flatMap((one) => desire(one, 'paused'))]
    case 'stopped':
      return [...others.flatMap(keepStill), ...current.flatMap(keepStill)]
    case 'archived':
    case 'ended':
      return planCleanup(sandbox, now) ?? planGone(sandbox)
  }
}

function planRunning(
  { state, setup, wasReady, requestedAt }: SandboxParts,
  current: readonly ContainerPart[],
  now: Date,
): SandboxStep[] {
  if (state === 'running') {
    if (current.some(({ observed }) => observed === 'lost')) return [{ kind: 'lose' }]
    return current.flatMap((one) => desire(one, 'running'))
  }
  if (state !== 'starting') return []
  if (current.length === 0) return [{ kind: 'requeue' }]
  if (current.some(({ observed }) => observed === 'lost')) return [{ kind: 'lose' }]
  const failed = current.find(({ observed, settled }) => settled && observed === 'failed')
  if (failed) return [fail(failed.end ? describeEnd(failed.end) : 'its node does not say why')]
  const since = Math.max(requestedAt.getTime(), ...current.map(({ createdAt }) => createdAt.getTime()))
  const woken = current.flatMap((one) => desire(one, 'running'))
  if (woken.length > 0) return woken
  if (current.some(({ observed, settled }) => !settled || observed !== 'running')) {
    return now.getTime() - since > START_PATIENCE_MS ? [fail('it took too long')] : []
  }
  if (wasReady || !setup) return [{ kind: 'ready' }]
  const { begunAt, timeoutMs } = setup
  const patience = SETUP_WAIT_MS + timeoutMs + SETUP_GRACE_MS
  const isDue = begunAt === null || now.getTime() - begunAt.getTime() > patience
  return isDue ? [{ kind: 'setup' }] : []
}

/** Its containers go after its clean-up, which holds nothing else up; undefined: they may go. */
function planCleanup({ cleanup, containers, goneAt }: SandboxParts, now: Date): SandboxStep[] | undefined {
  const where = containers.find(({ id }) => id === cleanup?.containerId)
  if (!cleanup || where?.desired !== 'running' || where.observed !== 'running') return undefined
  const { begunAt, timeoutMs } = cleanup
  const since = begunAt ?? goneAt
  const patience = (begunAt === null ? 0 : timeoutMs) + CLEANUP_GRACE_MS
  if (since === null || now.getTime() - since.getTime() > patience) return undefined
  return begunAt === null ? [{ kind: 'cleanup' }] : []
}

function planGone({ wanted, attempt, containers, homes }: SandboxParts): SandboxStep[] {
  if (containers.length > 0) {
    return containers.flatMap((one) => {
      const isGone = one.observed === 'removed' || one.observed === 'lost'
      return one.desired === 'removed' && isGone ? forget(one) : desire(one, 'removed')
    })
  }
  const all = wanted === 'ended'
  const some = homes.some((home) => all || home.attempt !== attempt)
  return some ? [{ kind: 'delete-homes', all }] : []
}

/** It is kept as it is, until it is removed. */
function keepStill(one: ContainerPart): SandboxStep[] {
  if (one.desired !== 'removed') return desire(one, 'stopped')
  return one.observed === 'removed' || one.observed === 'lost' ? forget(one) : []
}

function desire(one: ContainerPart, desired: DesiredState): SandboxStep[] {
  return one.desired === desired ? [] : [{ kind: 'desire', containerId: one.id, desired }]
}

function forget({ id: containerId }: ContainerPart): SandboxStep[] {
  return [{ kind: 'forget', containerId }]
}

function fail(message: string): SandboxStep {
  return { kind: 'fail', reason: { kind: 'start-failed', message } }
}
