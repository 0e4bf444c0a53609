import { createHmac } from 'node:crypto'

/** Where ports answer: the scheme of the platform's public address, and the apps' domain with its port. */
export type PortAddresses = { readonly url: string; readonly appsDomain: string }

type Keyed = { readonly doorKey: string }

/**
 * `lab-` and 96 bits that only who has the sandbox's key can tell. Hosts of apps have two hyphens side by side, which
 * this never has, and owners' own domains are never below the apps' domain: so nobody else can be given it.
 */
function portLabel({ doorKey }: Keyed, name: string): string {
  return `lab-${createHmac('sha256', doorKey).update(`address ${name}`).digest('hex').slice(0, 24)}`
}

/** As the door knows it: `lab-….apps.example`. */
export function portHost(sandbox: Keyed, name: string, appsDomain: string): string {
  return `${portLabel(sandbox, name)}.${appsDomain.replace(/:\d+$/, '')}`.toLowerCase()
}

/** `http://lab-….apps.example:7070` */
export function portUrl(sandbox: Keyed, name: string, { url, appsDomain }: PortAddresses): string {
  return `${new URL(url).protocol}//${portLabel(sandbox, name)}.${appsDomain.toLowerCase()}`
}

/** A path of a port, whatever it says: resolved by itself, `//evil.example` would be another host. */
export function atPort(url: string, path: string): string {
  return new URL(`${url}${path}`).href
}

/** Base64: what passes for this port are signed with. With each turn it is another one, and no pass of before fits. */
export function portLock({ doorKey, doorTurn }: Keyed & { readonly doorTurn: number }, name: string): string {
  return createHmac('sha256', doorKey).update(`lock ${doorTurn} ${name}`).digest('base64')
}
