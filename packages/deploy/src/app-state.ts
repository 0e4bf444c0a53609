import { type AppState, describeEnd, type DesiredAppState, type EndReason } from '@berth/core'
import {
  type ContainerModel,
  hasSucceeded,
  instancesOf,
  isInstance,
  isOver,
  isReady,
  isSettled,
  type ReleaseModel,
} from './model.ts'

export type AppStateInput = {
  readonly desired: DesiredAppState
  readonly asleep: boolean
  readonly current: ReleaseModel | null
  /** the newest deploy, whatever became of it */
  readonly lastDeploy: { readonly state: string; readonly reason: string | null } | null
  readonly containers: readonly ContainerModel[]
}

export type AppStateResult = {
  readonly state: AppState
  readonly reason: string | null
  readonly running: number
}

/** An instance that ended by itself counts as sound again after so long. */
const STEADY_AFTER_MS = 60_000

/** The one word that pages show for an app, and why. */
export function appState(input: AppStateInput, now = new Date()): AppStateResult {
  const { desired, current, lastDeploy } = input
  const serving = servingContainers(input)
  const running = serving.filter(isReady).length
  const isDeploying = lastDeploy?.state === 'queued' || lastDeploy?.state === 'running'
  if (desired === 'paused' || desired === 'stopped') return { state: desired, reason: null, running }
  if (isDeploying) return { state: 'deploying', reason: null, running }
  if (input.asleep) return { state: 'asleep', reason: null, running }
  if (!current) {
    return lastDeploy?.state === 'failed'
      ? { state: 'failed', reason: lastDeploy.reason, running: 0 }
      : { state: 'empty', reason: null, running: 0 }
  }
  return { ...judge(current, serving, now), running }
}

function servingContainers({ current, containers }: AppStateInput): ContainerModel[] {
  return containers.filter((c) => c.kin === current?.kin && c.desired !== 'removed' && !c.drainingAt)
}

function judge(
  release: ReleaseModel,
  containers: readonly ContainerModel[],
  now: Date,
): { state: AppState; reason: string | null } {
  const wanted = instancesOf(release.processes)
  if (wanted.length === 0) return { state: 'scaled-to-zero', reason: null }
  const slots = wanted.map((instance) => {
    const mine = containers.filter((container) => isInstance(container, instance))
    return mine.find(isReady) ?? mine[0]
  })
  const over = release.restart.policy === 'always' ? [] : slots.filter((one) => one && isOver(one))
  if (over.length === slots.length) {
    return { state: 'ended', reason: whyNotReady(over.find((one) => one && !hasSucceeded(one)) ?? over[0]) }
  }
  const bad = slots.filter((one) => !one || !(isReady(one) || hasSucceeded(one)))
  if (bad.length === 0) {
    const shaky = slots.find((container) => container && justCameBack(container, now))
    return shaky?.end
      ? { state: 'degraded', reason: describeEnd(shaky.end) }
      : { state: 'running', reason: null }
  }
  const reason = worstReason(bad)
  if (bad.length < slots.length) return { state: 'degraded', reason }
  if (bad.some((container) => container && isCrashing(container))) return { state: 'crashing', reason }
  if (bad.some((container) => !container || container.observed === 'lost'))
    return { state: 'degraded', reason }
  return { state: 'deploying', reason }
}

/** What crashed says more than what is still starting. */
function worstReason(bad: readonly (ContainerModel | undefined)[]): string {
  const crashed = bad.find((container) => container && isCrashing(container))
  return whyNotReady(crashed ?? bad[0])
}

function isCrashing(container: ContainerModel): boolean {
  const { observed, restarts, end, givenUp } = container
  if (givenUp) return true
  if (!isSettled(container) || end?.kind === 'stopped') return false
  if (observed === 'backoff' || observed === 'failed' || observed === 'stopped') return true
  return observed === 'starting' && restarts > 0 && end !== null
}

/** Ends that say something of the program, and nothing of where it ran. */
const OWN_ENDS: readonly EndReason['kind'][] = ['exit', 'signal', 'oom', 'start-failed', 'unhealthy']

/** It runs, but not for long yet since it ended by itself: without this, a crash loop would look sound in between. */
function justCameBack({ restarts, end, startedAt }: ContainerModel, now: Date): boolean {
  if (restarts === 0 || !end || !OWN_ENDS.includes(end.kind) || !startedAt) return false
  return now.getTime() - startedAt.getTime() < STEADY_AFTER_MS
}

function whyNotReady(container: ContainerModel | undefined): string {
  if (!container) return 'no node has room for an instance'
  if (!isSettled(container)) return container.observed === 'lost' ? 'its node stopped answering' : 'starting'
  switch (container.observed) {
    case 'pending':
      return 'waiting for its node'
    case 'pulling':
      return 'its node gets the image'
    case 'starting':
      return container.restarts > 0 && container.end ? describeEnd(container.end) : 'starting'
    case 'running':
      return container.givenUp && container.end ? describeEnd(container.end) : 'waiting until it answers'
    case 'paused':
      return 'it goes on in a moment'
    case 'backoff':
    case 'stopped':
    case 'failed':
      return container.end ? describeEnd(container.end) : 'ended'
    case 'lost':
      return 'its node stopped answering'
    case 'removed':
      return 'being replaced'
  }
}
