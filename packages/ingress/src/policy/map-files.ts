import { type DoorOwn, type DoorRoute, type DoorSite, NOTHING_OWN } from '@berth/core'
import { challengeEntry } from './challenge-entry.ts'
import { redirectEntries } from './redirect-entries.ts'
import { checkEntry, checkOwn, checkSite } from './check-site.ts'
import { ownEntries } from './own-entries.ts'

/**
 * The maps by which the door treats an app as its owner set, by file name. All can change while HAProxy runs, in this
 * order: what leads to rules comes after them.
 */
export const POLICY_MAPS = {
  /** host → `on` or `hsts`: http is sent to https */
  https: 'https.map',
  /** host → origin or host that its visitors are sent to */
  moved: 'moved.map',
  /** host and path → answer, for a certificate authority */
  challenges: 'challenges.map',
  /** app and path → where to */
  redirects: 'redirects.map',
  /** app → salt; app and proof → who may visit */
  guards: 'guards.map',
  /** app → message; app and address → who is let through */
  maintenance: 'maintenance.map',
  /** host → app, where a request may be answered by more than the app and the way to https */
  sites: 'sites.map',
} as const

export type MapEntries = ReadonlyMap<string, string>

/** Entries of all policy maps, by file. Pure. Error: input.invalid for what could be more than an entry. */
export function policyMaps(
  routes: readonly DoorRoute[],
  tlsPort: number | undefined,
  own: DoorOwn = NOTHING_OWN,
): ReadonlyMap<string, MapEntries> {
  const sites = routes.flatMap((route) => (route.site ? [{ host: route.host, site: route.site }] : []))
  for (const { site } of sites) checkSite(site)
  checkOwn(own)
  const ours = ownEntries(routes, own)
  const domains = sites.flatMap(({ site }) => site.domains)
  const isSecure = (host: string) =>
    tlsPort !== undefined && domains.some((one) => one.host === host && one.certificate !== null)
  const entries: Record<keyof typeof POLICY_MAPS, (readonly [string, string])[]> = {
    sites: [
      ...ours.sites,
      ...sites.flatMap(({ host, site }) => specialHosts(host, site).map((name) => [name, site.id] as const)),
    ],
    https: [
      ...(tlsPort === undefined ? [] : ours.https),
      ...domains
        .filter(({ host, forceHttps }) => forceHttps && isSecure(host))
        .map(({ host, hsts }) => [host, hsts ? 'hsts' : 'on'] as const),
    ],
    moved: domains.flatMap(({ host, redirectTo }) =>
      redirectTo === null
        ? []
        : [[host, isSecure(redirectTo) ? httpsOrigin(redirectTo, tlsPort) : redirectTo]],
    ),
    challenges: [
      ...ours.challenges,
      ...domains.flatMap(({ host, challenge }) =>
        challenge ? [challengeEntry({ host, ...challenge })] : [],
      ),
    ],
    redirects: sites.flatMap(({ site }) => redirectEntries(site)),
    guards: sites.flatMap(({ site: { id, guard } }) =>
      guard
        ? [...guard.proofs.map((proof) => [`${id}|${proof}`, '1'] as const), [id, guard.salt] as const]
        : [],
    ),
    maintenance: sites.flatMap(({ site: { id, maintenance } }) =>
      maintenance
        ? [
            ...maintenance.allow.map((address) => [`${id}|${address}`, '1'] as const),
            [id, encodeText(maintenance.message)] as const,
          ]
        : [],
    ),
  }
  return new Map(
    Object.entries(POLICY_MAPS).map(([name, file]) => {
      const list = Object.entries(entries).find(([key]) => key === name)?.[1] ?? []
      for (const [key, value] of list) checkEntry(key, value)
      return [file, new Map(list)]
    }),
  )
}

/** All hosts of an app with rules of its own; else those of its domains that do not simply lead to it. */
function specialHosts(host: string, { domains, redirects, guard, maintenance }: DoorSite): string[] {
  const hasRules = redirects.length > 0 || guard !== null || maintenance !== null
  if (hasRules) return [host, ...domains.map((domain) => domain.host)]
  return domains
    .filter(({ redirectTo, challenge }) => redirectTo !== null || challenge !== null)
    .map((domain) => domain.host)
}

/** `https://example.org`, with the port where it is not the usual one. */
export function httpsOrigin(host: string, tlsPort: number | undefined): string {
  return `https://${host}${tlsPort === 443 || tlsPort === undefined ? '' : `:${tlsPort}`}`
}

/** As HTML, then percent-encoded: HAProxy decodes it once and puts it into the page as it is. */
function encodeText(text: string): string {
  const html = text
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/\r?\n/g, '<br>')
  return encodeURIComponent(html).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16)}`,
  )
}
