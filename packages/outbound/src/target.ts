import { isIP } from 'node:net'
import { BerthError } from '@berth/core'

/** Ports of other protocols above 1023, which browsers refuse too (fetch.spec.whatwg.org, port blocking). */
const OTHER_PROTOCOLS = [1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6679, 6697, 10080]

/**
 * An http or https address without a login in it, on port 80, 443 or one above 1023 that is not another protocol's.
 * Says only what can be seen in the text itself. Error: outbound.url_invalid.
 */
export function parseTarget(text: string | URL): URL {
  const url = URL.canParse(String(text)) ? new URL(text) : undefined
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw invalid('write an address that begins with https:// or http://')
  if (url.username || url.password) throw invalid('an address with a user or password in it is not taken')
  if (!isUsablePort(portOf(url)))
    throw invalid(`port ${portOf(url)} is not one for HTTP: use 80, 443 or one above 1023`)
  return url
}

/** Set when the address names no host but a number: brackets of IPv6 taken off. */
export function literalAddress(url: URL): string | undefined {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return isIP(host) === 0 ? undefined : host
}

function portOf(url: URL): number {
  return url.port ? Number(url.port) : url.protocol === 'https:' ? 443 : 80
}

function isUsablePort(port: number): boolean {
  if (port === 80 || port === 443) return true
  const chat = port >= 6665 && port <= 6669
  return port > 1023 && !chat && !OTHER_PROTOCOLS.includes(port)
}

function invalid(message: string): BerthError {
  return new BerthError('outbound.url_invalid', message)
}
