import type { DoorRoute } from '@berth/core'

/** Which app is meant by a host of the table, by the routes that the door has now. */
export function appsOf(routes: readonly DoorRoute[]): ReadonlyMap<string, string> {
  return new Map(
    routes.flatMap(({ app, host, site }) => {
      if (app === undefined) return []
      return [host, ...(site?.domains ?? []).map((domain) => domain.host)].map((name) => [name, app] as const)
    }),
  )
}
