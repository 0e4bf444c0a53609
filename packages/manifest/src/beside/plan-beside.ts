import type { Change } from '../live/plan-changes.ts'
import type { ManifestBeside } from './manifest-beside.ts'
import { sleepText } from './sleep-text.ts'

export type LiveBeside = { readonly domains: readonly string[]; readonly sleepAfter: number | null }

/** What an app has that nothing was set of. */
export const NOTHING_BESIDE: LiveBeside = { domains: [], sleepAfter: null }

/** What of a file holds as soon as it is applied, and is no part of a release. Pure. */
export function planBeside({ domains = [], sleepAfter }: ManifestBeside, live: LiveBeside): Change[] {
  const added = newDomains(domains, live).map((host) => ({
    name: `domains.${host}`,
    from: null,
    to: 'added',
  }))
  if (sleepAfter === undefined) return added
  const [from, to] = [sleepText(live.sleepAfter), sleepText(sleepAfter)]
  return from === to ? added : [...added, { name: 'sleep', from, to }]
}

/** Those of a file that the app has not. */
export function newDomains(wanted: readonly string[], { domains }: Pick<LiveBeside, 'domains'>): string[] {
  return wanted.filter((host) => !domains.includes(host))
}
