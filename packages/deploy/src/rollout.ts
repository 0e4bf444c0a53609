import type { DeployStep } from '@berth/core'
import type { DeployNote, Health } from '@berth/protocol'
import { adopt, adoptable } from './adopt.ts'
import { describeNote } from './describe-note.ts'
import {
  type ContainerModel,
  hasSucceeded,
  type Instance,
  instancesOf,
  isInstance,
  isReady,
  type ReleaseModel,
} from './model.ts'
import { type ReleasePhase, releasePhase } from './jobs/release-phase.ts'
import { isInDoor, openDoor } from './open-door.ts'
import { place } from './place.ts'
import { pullNote } from './pull-note.ts'
import { countPresent } from './present.ts'
import { healthOfProcess, limitsOf } from './processes/of-process.ts'
import { keepEnded, makeWay, replacedBy, retire } from './retire.ts'
import { findFailure, type RolloutFailure } from './rollout-failure.ts'
import { findCramped } from './room-to-grow.ts'
import { isVisited, syncRouting } from './routing.ts'
import { holdersOf } from './single-writer/holders.ts'
import type { ActiveDeploy, AppSnapshot, Surroundings } from './snapshot.ts'
import type { Step } from './step.ts'
import { homeOf } from './volumes/homes.ts'
import { waitNote } from './wait-note.ts'

/** Without a port to try, an instance must have run for so long before it counts as well. */
const SETTLE_MS = 2_000

/**
 * Brings the release of the newest deploy live beside the one that serves: start all, wait until all work, let the
 * door in, and only then call the old ones old. If anything fails before, the new ones go and the old ones never knew.
 */
export function planRollout(snapshot: AppSnapshot, deploy: ActiveDeploy, around: Surroundings): Step[] {
  const { current, containers } = snapshot
  const own = containers.filter((c) => c.releaseId === deploy.release.id && c.desired !== 'removed')
  const adopted = adoptable(deploy.release, containers)
  if (adopted.length > 0) return takeOver(deploy, adopted, snapshot, around)
  const others = containers.filter((c) => c.releaseId !== deploy.release.id)
  const serving = others.filter((c) => c.kin === current?.kin)
  const leftovers = others.filter((c) => !serving.includes(c))
  const phase = releasePhase(deploy, current)
  const resting = own.filter(isResting)
  const awake = own.filter((one) => !isResting(one))
  const failure = phase.kind === 'passed' ? lateFailure(deploy, phase.at, awake, around) : failureOf(phase)
  const shifting = !failure && isInDoor(deploy, own, around) // then the old ones leave the door, and do not come back
  const begins = !failure && phase.kind !== 'waits'
  const yielding = begins ? serving.filter((one) => standsInTheWay(one, deploy.release, awake)) : []
  const staying = serving.filter((one) => !yielding.includes(one))
  return [
    ...(current && !shifting ? syncRouting(staying, current) : []),
    ...yielding.flatMap((container) => makeWay(container, around, replacedBy(deploy.release))),
    ...leftovers.flatMap((container) => retire(container, around, replacedBy(deploy.release))), // of deploys that this one superseded
    ...(phase.kind === 'waits' ? phase.steps : []),
    ...(failure ? giveUp(deploy, own, current, failure) : []),
    ...(begins ? wake(deploy, resting, others) : []),
    ...(begins ? bringLive(deploy, own, { current, serving, others, homes: snapshot.homes }, around) : []),
  ]
}

/** What is to start writes where this one does, so this one ends first. */
function standsInTheWay(
  container: ContainerModel,
  release: ReleaseModel,
  own: readonly ContainerModel[],
): boolean {
  const missing = missingOf(release, own)
  return missing.some(({ process }) => holdersOf(process, release, [container]).length > 0)
}

/** It was taken over from an app that was stopped, paused or asleep: what it ended with says nothing of this release. */
function isResting({ desired }: ContainerModel): boolean {
  return desired === 'stopped' || desired === 'paused'
}

function wake(
  deploy: ActiveDeploy,
  resting: readonly ContainerModel[],
  others: readonly ContainerModel[],
): Step[] {
  return resting
    .filter(({ process }) => holdersOf(process, deploy.release, others).length === 0)
    .map(({ id }) => ({ kind: 'want', containerId: id, desired: 'running', by: deploy.by }))
}

function missingOf(release: ReleaseModel, own: readonly ContainerModel[]): Instance[] {
  return instancesOf(release.processes).filter((one) => !own.some((container) => isInstance(container, one)))
}

/** The time of its release command does not count. */
function lateFailure(
  deploy: ActiveDeploy,
  released: Date | null,
  own: readonly ContainerModel[],
  { now }: Surroundings,
): RolloutFailure | undefined {
  return findFailure({ ...deploy, createdAt: released ?? deploy.createdAt }, own, now)
}

function failureOf(phase: ReleasePhase): RolloutFailure | undefined {
  return phase.kind === 'failed' ? phase.failure : undefined
}

/** Instances of its kin become its own, if their nodes have room for what its limits add to theirs. */
function takeOver(
  deploy: ActiveDeploy,
  adopted: readonly ContainerModel[],
  { current, containers }: AppSnapshot,
  around: Surroundings,
): Step[] {
  const node = findCramped(adopted, (process) => limitsOf(deploy.release, process), around.nodes)
  if (!node) return [progress(deploy, 'place'), ...adopt(deploy.release, containers)]
  const { cpu, memory } = deploy.release.limits
  return giveUp(deploy, [], current, { note: { kind: 'no-room-to-grow', node: node.name, cpu, memory } })
}

function bringLive(
  deploy: ActiveDeploy,
  own: readonly ContainerModel[],
  {
    current,
    serving,
    others,
    homes,
  }: Pick<AppSnapshot, 'current' | 'homes'> & {
    serving: readonly ContainerModel[]
    others: readonly ContainerModel[]
  },
  around: Surroundings,
): Step[] {
  const unplaced = missingOf(deploy.release, own)
  const missing = unplaced.filter(({ process }) => holdersOf(process, deploy.release, others).length === 0)
  if (missing.length === 0 && unplaced.length > 0) return [progress(deploy, 'place')]
  if (missing.length > 0) {
    const result = place({
      wanted: missing,
      limits: (process) => limitsOf(deploy.release, process),
      nodes: around.nodes,
      present: countPresent(own),
      homeOf: (process) => homeOf(deploy.release, homes, process),
    })
    if (result.kind === 'no-room') return giveUp(deploy, own, current, { note: result.note })
    return [
      progress(deploy, 'place'),
      ...result.placements.map((placement): Step => {
        return { kind: 'place', releaseId: deploy.release.id, ...placement }
      }),
    ]
  }
  const reached = slowest(own, deploy.release, around.now)
  return reached === 'route' ? openDoor(deploy, own, serving, around) : [progress(deploy, reached, own)]
}

function giveUp(
  deploy: ActiveDeploy,
  own: readonly ContainerModel[],
  current: ReleaseModel | null,
  failure: Pick<RolloutFailure, 'note'> & Partial<RolloutFailure>,
): Step[] {
  const still = current ? `; release ${current.number} still serves` : ''
  return [
    {
      kind: 'fail',
      deployId: deploy.id,
      reason: `${describeNote(failure.note)}${still}`,
      note: failure.note,
      lastLines: failure.lastLines ?? [],
      end: failure.end ?? null,
    },
    // its kin goes back to where it was
    ...own.flatMap((container) => (container.kin === current?.kin ? [] : keepEnded(container))),
  ]
}

function progress(deploy: ActiveDeploy, reached: DeployStep, own: readonly ContainerModel[] = []): Step {
  return { kind: 'progress', deployId: deploy.id, reached, note: noteOf(deploy, reached, own) }
}

function noteOf(
  deploy: ActiveDeploy,
  reached: DeployStep,
  own: readonly ContainerModel[],
): DeployNote | null {
  if (reached === 'health') return waitNote({ health: awaited(deploy.release, own) })
  return reached === 'pull' ? pullNote(own) : null
}

/** The check of one that has not passed; all of them may only have to run for a while. */
function awaited(release: ReleaseModel, own: readonly ContainerModel[]): Health {
  const [waiting] = own.filter((container) => !isReady(container))
  return waiting ? healthOfProcess(release, waiting.process) : { kind: 'none' }
}

/** The step that the hindmost instance has reached. */
function slowest(own: readonly ContainerModel[], release: ReleaseModel, now: Date): DeployStep {
  const order: readonly DeployStep[] = ['pull', 'start', 'health', 'route']
  const reached = own.map((container) => order.indexOf(stepOf(container, release, now)))
  return order[Math.min(...reached, order.length - 1)] ?? 'pull'
}

function stepOf(container: ContainerModel, release: ReleaseModel, now: Date): DeployStep {
  switch (container.observed) {
    case 'pending':
    case 'pulling':
      return 'pull'
    case 'running':
      return isReady(container) && hasSettled(container, release, now) ? 'route' : 'health'
    case 'stopped':
      return hasSucceeded(container) && !isVisited(container, release) ? 'route' : 'start'
    case 'starting':
    case 'paused':
    case 'backoff':
    case 'failed':
    case 'removed':
    case 'lost':
      return 'start'
  }
}

function hasSettled(container: ContainerModel, release: ReleaseModel, now: Date): boolean {
  if (healthOfProcess(release, container.process).kind !== 'none' || !container.startedAt) return true
  return now.getTime() - container.startedAt.getTime() >= SETTLE_MS
}
