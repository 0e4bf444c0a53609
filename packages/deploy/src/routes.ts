import type { AppState, DoorRoute, DoorServer } from '@berth/core'
import { type ReleaseModel, WEB } from './model.ts'

/** What the door needs to know of an app. */
export type RoutedApp = {
  readonly id: string
  readonly host: string
  /** when its sleep ended last */
  readonly wokenAt: Date | null
  readonly state: AppState
  /** whether the release that serves has an instance that visitors could reach; null while there is no such release */
  readonly reachable: 'yes' | 'no-port' | 'scaled-to-zero' | null
  readonly containers: readonly RoutedContainer[]
}

export type RoutedContainer = {
  readonly id: string
  readonly address: string | null
  /** of its release; null: it takes no visitors */
  readonly port: number | null
  readonly routed: boolean
  readonly draining: boolean
}

/** The door's whole set, in a stable order. An app has a route as long as it exists, so that visitors are told why. */
export function routes(apps: readonly RoutedApp[], now: Date): DoorRoute[] {
  return apps
    .map((app) => ({
      app: app.id,
      host: app.host,
      servers: app.containers.flatMap(serverOf),
      empty: emptyPage(app, now),
    }))
    .toSorted((a, b) => a.host.localeCompare(b.host))
}

/** Whether a release takes visitors at all. */
export function reachability({ port, processes }: ReleaseModel): NonNullable<RoutedApp['reachable']> {
  if (port === null) return 'no-port'
  return processes[WEB]?.replicas === 0 ? 'scaled-to-zero' : 'yes'
}

function serverOf(container: RoutedContainer): DoorServer[] {
  const { id, address, port, routed, draining } = container
  if (!address || port === null || !(routed || draining)) return []
  return [{ name: id, address, port, draining: !routed }]
}

/** So long after its sleep requests are held for an app that does not serve yet; the door gives up a little later. */
const HELD_MS = 55_000

function emptyPage({ state, reachable, wokenAt }: RoutedApp, now: Date): DoorRoute['empty'] {
  const starting = wokenAt && now.getTime() - wokenAt.getTime() < HELD_MS ? 'waking' : 'starting'
  switch (state) {
    case 'empty':
      return 'not-deployed'
    case 'paused':
    case 'stopped':
      return state
    case 'ended':
      return reachable === 'no-port' ? reachable : 'stopped'
    case 'crashing':
    case 'failed':
      return 'crashing'
    case 'scaled-to-zero':
      return state
    case 'asleep':
      return reachable === 'yes' ? state : (reachable ?? 'not-deployed')
    case 'deploying':
      return starting
    case 'running':
    case 'degraded':
      return reachable === 'no-port' || reachable === 'scaled-to-zero' ? reachable : starting
  }
}
