import type { DoorSite } from '@berth/core'

/** A rule may be this many segments deep: HAProxy cuts paths by constant numbers only. */
export const MAX_DEPTH = 6

/**
 * `app/old/` → `1|301|path|/new`: how many segments are replaced, by which answer, where to. HAProxy looks the path up
 * with a slash at its end, and finds the longest beginning: so `/old` is met by `/old` and `/old/x`, not by `/older`.
 */
export function redirectEntries(site: DoorSite): (readonly [string, string])[] {
  return site.redirects.map(({ from, to, status }) => {
    const path = from.replace(/\/+$/, '')
    const target = to.replace(/\/+$/, '')
    const kind = target.startsWith('/') || target === '' ? 'path' : 'address'
    return [`${site.id}${path}/`, `${depthOf(path)}|${status}|${kind}|${target}`] as const
  })
}

/** `/old/things` is 2 deep, `/` is 0. */
export function depthOf(path: string): number {
  return path.split('/').filter((segment) => segment !== '').length
}
