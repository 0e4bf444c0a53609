import type { DoorOwn, DoorRoute } from '@berth/core'
import { challengeEntry } from './challenge-entry.ts'

type Entries = readonly (readonly [string, string])[]

/** What names of the platform's own add to the maps of rules. Pure. */
export function ownEntries(
  routes: readonly DoorRoute[],
  own: DoorOwn,
): { readonly sites: Entries; readonly https: Entries; readonly challenges: Entries } {
  const asked = new Set(own.challenges.map(({ host }) => host))
  const stars = own.secure.filter((host) => host.startsWith('*.'))
  const behindStars = routes.map(({ host }) => host).filter((host) => stars.includes(starOf(host)))
  const secure = new Set([...own.secure.filter((host) => !stars.includes(host)), ...behindStars])
  return {
    // an app that serves would answer in the authority's place
    sites: routes
      .filter(({ host }) => asked.has(host))
      .map(({ host, site, app }) => [host, site?.id ?? app ?? 'own']),
    https: [...secure].map((host) => [host, 'hsts']),
    challenges: own.challenges.map(challengeEntry),
  }
}

/** `a.example.org` → `*.example.org` */
function starOf(host: string): string {
  return host.replace(/^[^.]+/, '*')
}
