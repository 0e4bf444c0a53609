import { adopt } from './adopt.ts'
import { isKeptFailure } from './kept-failure.ts'
import {
  type ContainerModel,
  type Instance,
  instancesOf,
  isInstance,
  isOver,
  isReady,
  type ReleaseModel,
} from './model.ts'
import { place } from './place.ts'
import { countPresent } from './present.ts'
import { limitsOf } from './processes/of-process.ts'
import { keepEnded, outOf, remove, retire } from './retire.ts'
import { syncRouting } from './routing.ts'
import { holdersOf } from './single-writer/holders.ts'
import type { AppSnapshot, Surroundings } from './snapshot.ts'
import type { Step, Wish } from './step.ts'
import { homeOf } from './volumes/homes.ts'

/** Keeps the release that serves as it should be, and takes out of service what is not of it. */
export function planSteady(snapshot: AppSnapshot, around: Surroundings): Step[] {
  const { app, current, containers, draining } = snapshot
  // what a failed first release left behind stays, for its log
  if (!current) {
    const by = snapshot.canceled?.by ?? null
    return containers.flatMap((one) => (one.desired === 'stopped' ? [] : remove(one, { by })))
  }
  const adopted = adopt(current, containers)
  if (adopted.length > 0) return adopted
  const wanted = instancesOf(current.processes)
  const keepers = containers.filter((container) => isKeeper(container, current, wanted))
  const kept = containers.filter((container) => isKeptFailure(container, snapshot))
  const others = containers.filter((container) => !keepers.includes(container) && !kept.includes(container))
  return [
    ...wake(keepers, snapshot, current),
    ...placeMissing(current, wanted, keepers, { ...around, homes: snapshot.homes, others }),
    ...syncRouting(keepers, current),
    ...renewOne(keepers, app),
    ...kept.flatMap(keepEnded),
    ...others.flatMap((container) => retire(container, around, whyOut(container, snapshot, current))),
    ...(draining && others.length === 0 ? [{ kind: 'drained', deployId: draining.id } as const] : []),
  ]
}

function whyOut(container: ContainerModel, { failed, canceled }: AppSnapshot, current: ReleaseModel): Wish {
  if (container.releaseId === canceled?.releaseId) return { by: canceled.by }
  const isFailed = container.releaseId === failed?.releaseId
  return isFailed ? { by: null, why: { kind: 'deploy-failed' } } : outOf(current, container)
}

function isKeeper(container: ContainerModel, release: ReleaseModel, wanted: readonly Instance[]): boolean {
  if (container.releaseId !== release.id || container.desired === 'removed') return false
  return wanted.some((instance) => isInstance(container, instance))
}

/** What made way for a release that failed goes on when that has ended. */
function wake(
  keepers: readonly ContainerModel[],
  { app, containers }: AppSnapshot,
  release: ReleaseModel,
): Step[] {
  const isFree = (one: ContainerModel) =>
    holdersOf(
      one.process,
      release,
      containers.filter((other) => other !== one),
    ).length === 0
  return keepers
    .filter(({ desired }) => desired === 'stopped' || desired === 'paused')
    .filter(isFree)
    .map(({ id }) => ({ kind: 'want', containerId: id, desired: 'running', by: app.desiredBy }))
}

/**
 * A lost container is replaced only where another node can take it: alone on its node it waits for the node, because
 * it may well be running there.
 */
function placeMissing(
  release: ReleaseModel,
  wanted: readonly Instance[],
  keepers: readonly ContainerModel[],
  around: Surroundings & Pick<AppSnapshot, 'homes'> & { others: readonly ContainerModel[] },
): Step[] {
  const lost = keepers.filter(({ observed }) => observed === 'lost')
  const present = keepers.filter((container) => !lost.includes(container))
  const missing = wanted.filter((instance) => !present.some((container) => isInstance(container, instance)))
  return missing.flatMap((instance): Step[] => {
    if (holdersOf(instance.process, release, around.others).length > 0) return []
    const replaced = lost.filter((container) => isInstance(container, instance))
    const nodes = around.nodes.filter((node) => replaced.every(({ nodeId }) => nodeId !== node.id))
    const result = place({
      wanted: [instance],
      limits: (process) => limitsOf(release, process),
      nodes,
      present: countPresent(present),
      homeOf: (process) => homeOf(release, around.homes, process),
    })
    if (result.kind === 'no-room') return []
    return [
      ...replaced.flatMap((container) => remove(container, { by: null })),
      ...result.placements.map((placement): Step => ({ kind: 'place', releaseId: release.id, ...placement })),
    ]
  })
}

/** One after the other, so that an app with several instances goes on answering. */
function renewOne(
  keepers: readonly ContainerModel[],
  { restartNonce, desiredBy }: AppSnapshot['app'],
): Step[] {
  const isStale = (container: ContainerModel) => container.restartNonce !== restartNonce
  const running = keepers.filter(({ desired }) => desired === 'running')
  const [stale] = running.filter(isStale)
  const rests = (container: ContainerModel) => isReady(container) || isOver(container)
  const underWay = running.some((container) => !isStale(container) && !rests(container))
  if (!stale || underWay) return []
  return [{ kind: 'renew', containerId: stale.id, restartNonce, by: desiredBy }]
}
