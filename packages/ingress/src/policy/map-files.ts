import type { DoorRoute } from '@berth/core'
import { redirectEntries } from './redirect-entries.ts'
import { checkEntry, checkSite } from './check-site.ts'

/** The maps by which the door treats an app as its owner set, by file name. All can change while HAProxy runs. */
export const POLICY_MAPS = {
  /** host → app */
  sites: 'sites.map',
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
} as const

export type MapEntries = ReadonlyMap<string, string>

/** RFC 8555, section 8.3 */
export const CHALLENGE_PATH = '/.well-known/acme-challenge/'

/** Entries of all policy maps, by file. Pure. Error: input.invalid for what could be more than an entry. */
export function policyMaps(
  routes: readonly DoorRoute[],
  tlsPort: number | undefined,
): ReadonlyMap<string, MapEntries> {
  const sites = routes.flatMap((route) => (route.site ? [{ host: route.host, site: route.site }] : []))
  for (const { site } of sites) checkSite(site)
  const domains = sites.flatMap(({ site }) => site.domains)
  const isSecure = (host: string) =>
    tlsPort !== undefined && domains.some((one) => one.host === host && one.certificate !== null)
  const entries: Record<keyof typeof POLICY_MAPS, (readonly [string, string])[]> = {
    sites: sites.flatMap(({ host, site }) =>
      [host, ...site.domains.map((domain) => domain.host)].map((name) => [name, site.id] as const),
    ),
    https: domains
      .filter(({ host, forceHttps }) => forceHttps && isSecure(host))
      .map(({ host, hsts }) => [host, hsts ? 'hsts' : 'on']),
    moved: domains.flatMap(({ host, redirectTo }) =>
      redirectTo === null
        ? []
        : [[host, isSecure(redirectTo) ? httpsOrigin(redirectTo, tlsPort) : redirectTo]],
    ),
    challenges: domains.flatMap(({ host, challenge }) =>
      challenge ? [[`${host}${CHALLENGE_PATH}${challenge.token}`, challenge.answer]] : [],
    ),
    redirects: sites.flatMap(({ site }) => redirectEntries(site)),
    guards: sites.flatMap(({ site: { id, guard } }) =>
      guard
        ? [[id, guard.salt] as const, ...guard.proofs.map((proof) => [`${id}|${proof}`, '1'] as const)]
        : [],
    ),
    maintenance: sites.flatMap(({ site: { id, maintenance } }) =>
      maintenance
        ? [
            [id, encodeText(maintenance.message)] as const,
            ...maintenance.allow.map((address) => [`${id}|${address}`, '1'] as const),
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
