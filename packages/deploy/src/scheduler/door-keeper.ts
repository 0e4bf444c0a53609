import { type Clock, systemClock } from '@berth/core'
import type { Db, Prisma } from '@berth/db'
import { type Addresses, appHost } from '../app-address.ts'
import { appState } from '../app-state.ts'
import type { DoorPort } from '../ports.ts'
import { isVisited } from '../routing.ts'
import { reachability, type RoutedApp, routes } from '../routes.ts'
import type { ReleaseModel } from '../model.ts'
import { containerOf, desiredOf } from '../rows.ts'
import { createReleaseShelf, releaseIn } from './release-shelf.ts'

/** Keeps the door as Postgres says. */
export type DoorKeeper = {
  /** Reads all routes and applies them; calls that come meanwhile share one more run. Error: ingress.failed. */
  refresh(): Promise<void>
  /** containers that the door sends new visitors to, by the last successful refresh */
  readonly inDoor: ReadonlySet<string>
  /** Visitors' sessions of some containers of one app; what the door does not tell is left out. */
  sessions(host: string, containerIds: readonly string[]): Promise<Map<string, number>>
}

const INCLUDE = {
  tenant: { select: { name: true } },
  deploys: { orderBy: { fence: 'desc' }, take: 1 },
  containers: { where: { jobId: null } },
} satisfies Prisma.AppInclude

type Row = Prisma.AppGetPayload<{ include: typeof INCLUDE }>

export function createDoorKeeper(options: {
  readonly db: Db
  readonly ingress: DoorPort
  readonly addresses: Addresses
  readonly clock?: Clock
}): DoorKeeper {
  const { db, ingress, addresses, clock = systemClock } = options
  const releases = createReleaseShelf(db)
  let inDoor: ReadonlySet<string> = new Set()
  let running: Promise<void> | undefined
  let next: Promise<void> | undefined

  async function apply(): Promise<void> {
    const apps = await db.app.findMany({ where: { kind: 'app', deletedAt: null }, include: INCLUDE })
    const models = await releases(apps.flatMap(releasesOf))
    const wanted = routes(
      // an app that went between the two reads has no route any more
      apps
        .filter((app) => releasesOf(app).every((id) => models.has(id)))
        .map((app) => routedApp(app, addresses, models)),
      clock.now(),
    )
    await ingress.apply(wanted)
    const servers = wanted.flatMap((route) => route.servers)
    inDoor = new Set(servers.filter(({ draining }) => !draining).map(({ name }) => name))
  }

  function start(): Promise<void> {
    next = undefined
    const run = apply().finally(() => {
      if (running === run) running = undefined
    })
    running = run
    return run
  }

  return {
    refresh() {
      if (!running) return start()
      // the one that runs may have read before what the caller has written
      next ??= running.then(start, start)
      return next
    },
    get inDoor() {
      return inDoor
    },
    async sessions(host, containerIds) {
      const counts = await Promise.allSettled(containerIds.map((id) => ingress.sessions(host, id)))
      return new Map(
        containerIds.flatMap((id, i) => {
          const count = counts[i]
          return count?.status === 'fulfilled' ? [[id, count.value] as const] : []
        }),
      )
    },
  }
}

function releasesOf({ releaseId, containers }: Row): string[] {
  return [...(releaseId === null ? [] : [releaseId]), ...containers.map((container) => container.releaseId)]
}

function routedApp(row: Row, addresses: Addresses, releases: ReadonlyMap<string, ReleaseModel>): RoutedApp {
  const current = row.releaseId === null ? null : releaseIn(releases, row.releaseId)
  const containers = row.containers.map((container) => {
    const release = releaseIn(releases, container.releaseId)
    return { release, model: containerOf(container, release) }
  })
  const { state } = appState({
    desired: desiredOf(row),
    asleep: row.asleepSince !== null,
    current,
    lastDeploy: row.deploys[0] ?? null,
    containers: containers.map(({ model }) => model),
  })
  return {
    id: row.id,
    host: appHost(row.name, row.tenant.name, addresses),
    wokenAt: row.wokenAt,
    state,
    reachable: current && reachability(current),
    containers: containers.map(({ release, model }) => ({
      id: model.id,
      address: model.address,
      port: isVisited(model, release) ? release.port : null,
      routed: model.routed,
      draining: model.drainingAt !== null,
    })),
  }
}
