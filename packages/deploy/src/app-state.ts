import type { AppState, DesiredAppState, EndReason } from '@berth/core'
import type { AppCause, DeployNote } from '@berth/protocol'
import { causeOf, describeCause } from './app-cause.ts'
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
  readonly lastDeploy: {
    readonly state: string
    readonly reason: string | null
    /** of the step that failed */
    readonly note?: DeployNote | null
  } | null
  readonly containers: readonly ContainerModel[]
}

export type AppStateResult = {
  readonly state: AppState
  /** in English */
  readonly reason: string | null
  /** the same as facts, where there are some */
  readonly cause: AppCause | null
  readonly running: number
}

type Judged = Pick<AppStateResult, 'state' | 'cause'>

/** An instance that ended by itself counts as sound again after so long. */
const STEADY_AFTER_MS = 60_000

/** The one word that pages show for an app, and why. */
export function appState(input: AppStateInput, now = new Date()): AppStateResult {
  const { desired, current, lastDeploy } = input
  const serving = servingContainers(input)
  const running = serving.filter(isReady).length
  const isDeploying = lastDeploy?.state === 'queued' || lastDeploy?.state === 'running'
  if (desired === 'paused' || desired === 'stopped') return { state: desired, ...SOUND, running }
  if (isDeploying) return { state: 'deploying', ...SOUND, running }
  if (input.asleep) return { state: 'asleep', ...SOUND, running }
  if (!current) {
    if (lastDeploy?.state !== 'failed') return { state: 'empty', ...SOUND, running: 0 }
    const { reason, note } = lastDeploy
    return { state: 'failed', reason, cause: note ? { kind: 'deploy', note } : null, running: 0 }
  }
  const { state, cause } = judge(current, serving, now)
  return { state, reason: cause && describeCause(cause), cause, running }
}

const SOUND = { reason: null, cause: null }

function servingContainers({ current, containers }: AppStateInput): ContainerModel[] {
  return containers.filter((c) => c.kin === current?.kin && c.desired !== 'removed' && !c.drainingAt)
}

function judge(release: ReleaseModel, containers: readonly ContainerModel[], now: Date): Judged {
  const wanted = instancesOf(release.processes)
  if (wanted.length === 0) return { state: 'scaled-to-zero', cause: null }
  const slots = wanted.map((instance) => {
    const mine = containers.filter((container) => isInstance(container, instance))
    return mine.find(isReady) ?? mine[0]
  })
  const over = release.restart.policy === 'always' ? [] : slots.filter((one) => one && isOver(one))
  if (over.length === slots.length) {
    return { state: 'ended', cause: causeOf(over.find((one) => one && !hasSucceeded(one)) ?? over[0]) }
  }
  const bad = slots.filter((one) => !one || !(isReady(one) || hasSucceeded(one)))
  if (bad.length === 0) {
    const shaky = slots.find((container) => container && justCameBack(container, now))
    return shaky?.end
      ? { state: 'degraded', cause: { kind: 'ended', end: shaky.end } }
      : { state: 'running', cause: null }
  }
  const cause = worstCause(bad)
  if (bad.length < slots.length) return { state: 'degraded', cause }
  if (bad.some((container) => container && isCrashing(container))) return { state: 'crashing', cause }
  if (bad.some((container) => !container || container.observed === 'lost'))
    return { state: 'degraded', cause }
  return { state: 'deploying', cause }
}

/** What crashed says more than what is still starting. */
function worstCause(bad: readonly (ContainerModel | undefined)[]): AppCause {
  const crashed = bad.find((container) => container && isCrashing(container))
  return causeOf(crashed ?? bad[0])
}

/** Ends that say something of the program, and nothing of where it ran. */
const OWN_ENDS: readonly EndReason['kind'][] = ['exit', 'signal', 'oom', 'start-failed', 'unhealthy']

function isCrashing(container: ContainerModel): boolean {
  const { observed, restarts, end, givenUp } = container
  if (givenUp) return true
  if (!isSettled(container) || (end && !OWN_ENDS.includes(end.kind))) return false
  if (observed === 'backoff' || observed === 'failed' || observed === 'stopped') return true
  return observed === 'starting' && restarts > 0 && end !== null
}

/** It runs, but not for long yet since it ended by itself: without this, a crash loop would look sound in between. */
function justCameBack({ restarts, end, startedAt }: ContainerModel, now: Date): boolean {
  if (restarts === 0 || !end || !OWN_ENDS.includes(end.kind) || !startedAt) return false
  return now.getTime() - startedAt.getTime() < STEADY_AFTER_MS
}
