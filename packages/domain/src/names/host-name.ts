import { isIP } from 'node:net'
import { domainToASCII } from 'node:url'
import { BerthError } from '@berth/core'

/** Hosts that are the platform's own, without ports: nobody's domain may be one of them, or below one. */
export type OwnHosts = { readonly platformHost: string; readonly appsDomain: string }

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/
const MAX_LENGTH = 253
/** Names that no certificate authority and no other machine's DNS knows (RFC 6761, RFC 6762, RFC 7686). */
const PRIVATE_ENDINGS = ['localhost', 'local', 'internal', 'arpa', 'onion', 'invalid']

/**
 * The host that somebody typed, as DNS has it: lower case, IDN as punycode, without the dot at its end. `*.` may stand
 * before it where `star` allows that. Error: input.invalid.
 */
export function parseHost(typed: string, options: { readonly star: boolean }): string {
  const text = typed.trim().replace(/\.$/, '')
  const star = options.star && text.startsWith('*.') ? '*.' : ''
  // what a URL would cut off is no part of a name
  const host = /[\s/?#@:\\%[\]]/.test(text) ? '' : domainToASCII(text.slice(star.length)).toLowerCase()
  const labels = host.split('.')
  const isName =
    labels.length > 1 && labels.every((label) => LABEL.test(label)) && !/^\d+$/.test(labels.at(-1) ?? '')
  if (!isName || isIP(host) !== 0 || star.length + host.length > MAX_LENGTH)
    throw new BerthError('input.invalid', `"${typed}" is no host name: give one like www.example.org`)
  return star + host
}

/** Error: input.invalid, for what belongs to the platform or to no public DNS. */
export function refuseReserved(host: string, own: OwnHosts): void {
  if (!isReserved(host, own)) return
  throw new BerthError(
    'input.invalid',
    `${host} belongs to the platform, or is no public name: choose another`,
  )
}

/** True for what the owner of no app may have. */
export function isReserved(host: string, { platformHost, appsDomain }: OwnHosts): boolean {
  const bare = host.replace(/^\*\./, '')
  return [platformHost, appsDomain, ...PRIVATE_ENDINGS].some(
    (name) => bare === name || bare.endsWith(`.${name}`) || (host !== bare && name.endsWith(`.${bare}`)),
  )
}

/** Only its own certificate fits it: HTTP cannot prove all names below a host. */
export function isWildcard(host: string): boolean {
  return host.startsWith('*.')
}
