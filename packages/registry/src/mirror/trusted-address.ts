import { getDomain } from 'tldts'
import type { Upstream } from './upstream.ts'

type Trust = Pick<Upstream, 'url' | 'realms' | 'plainHttp'>

/**
 * Whether an upstream may send us to this address for a token: its own host, one of the same registrable domain
 * (docker.io's is auth.docker.io), or one that an administrator named. Anything else could collect passwords.
 */
export function isTrustedRealm(realm: URL, upstream: Trust): boolean {
  if (!isSecure(realm, upstream)) return false
  const own = new URL(upstream.url)
  if (realm.host === own.host || upstream.realms.includes(realm.host)) return true
  const domain = getDomain(own.hostname, { allowPrivateDomains: true })
  return domain !== null && domain === getDomain(realm.hostname, { allowPrivateDomains: true })
}

/** https; plain http only on the loopback, and only where an administrator said so. */
export function isSecure(url: URL, { plainHttp }: Pick<Upstream, 'plainHttp'>): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && plainHttp && isLoopback(url.hostname))
}

export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname)
}
