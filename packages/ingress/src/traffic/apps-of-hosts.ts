import type { DoorRoute } from '@berth/core'
import { hostsOf } from '../hosts-of.ts'

/** Which app is meant by a host of the table, by the routes that the door has now. */
export function appsOf(routes: readonly DoorRoute[]): ReadonlyMap<string, string> {
  return new Map(
    routes.flatMap((route) => {
      const { app } = route
      return app === undefined ? [] : hostsOf(route).map((host) => [host, app] as const)
    }),
  )
}
