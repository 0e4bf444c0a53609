import type { DoorTraffic } from '@berth/core'
import { addCounts, type Counts, countsOf, countsSince, NO_COUNTS } from '../counts.ts'

/** Turns what the door has counted so far into what came since the last look, by app. */
export type DoorMeter = {
  /** Undefined at the first look: what was counted before belongs to no step of ours. */
  since(traffic: readonly DoorTraffic[]): ReadonlyMap<string, Counts> | undefined
}

export function createDoorMeter(): DoorMeter {
  let before: ReadonlyMap<string, Counts> | undefined

  return {
    since(traffic) {
      const last = before
      const counters = traffic.flatMap(({ worker, hosts }) =>
        hosts.map((host) => ({
          key: `${worker} ${host.host} ${host.byDoor === true}`,
          ...{ app: host.app, counts: countsOf(host) },
        })),
      )
      before = new Map(counters.map(({ key, counts }) => [key, counts]))
      if (!last) return undefined
      const apps = new Map<string, Counts>()
      for (const { key, app, counts } of counters) {
        const came = countsSince(last.get(key) ?? NO_COUNTS, counts)
        if (app === null || came.every((value) => value === 0)) continue
        apps.set(app, addCounts(apps.get(app) ?? NO_COUNTS, came))
      }
      return apps
    },
  }
}
