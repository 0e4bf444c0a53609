import type { DoorRoute } from '@berth/core'
import type { ReadSites } from './read-sites.ts'

/** The door as the scheduler drives it; `@berth/ingress`'s Ingress fits. */
type Door = { apply(routes: readonly DoorRoute[]): Promise<void> }

export type SiteDoor = {
  /** Idempotent, with the whole set: to each route what the owner of its app set is added. */
  readonly apply: (routes: readonly DoorRoute[]) => Promise<void>
  /** Reads what owners set again, for the routes that there are; waits for the first ones. Error: ingress.failed. */
  refresh(): Promise<void>
  /** What was asked for last. */
  routes(): readonly DoorRoute[]
}

export function createSiteDoor(door: Door, readSites: ReadSites): SiteDoor {
  const first = Promise.withResolvers<void>()
  let last: readonly DoorRoute[] = []
  let turn: Promise<unknown> = Promise.resolve()

  /** One after the other: what was read first is never told last. */
  const apply = (): Promise<void> => {
    const result = turn.then(applyNow)
    turn = result.catch(() => undefined) // its own caller hears of it; the next one does its own work
    return result
  }

  const applyNow = async () => {
    const sites = await readSites()
    // what was asked for last, also when that came while this one was reading
    await door.apply(
      last.map((route) => {
        const site = route.app === undefined ? undefined : sites.get(route.app)
        return site ? { ...route, site } : route
      }),
    )
  }

  return {
    apply: async (routes) => {
      last = routes
      await apply()
      first.resolve()
    },
    refresh: async () => {
      await first.promise
      await apply()
    },
    routes: () => last,
  }
}
