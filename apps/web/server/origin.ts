import type { IncomingHttpHeaders } from 'node:http'
import { BerthError } from '@berth/core'

/** Methods that change nothing may come from anywhere. */
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses what another site makes a browser send. Apps of tenants live on sibling hosts, which count as the same
 * site, so that SameSite cookies alone protect nothing here. Error: auth.origin_refused.
 */
export function checkOrigin(request: { method: string; headers: IncomingHttpHeaders }, url: string): void {
  const { method, headers } = request
  if (SAFE.has(method) || headers.authorization !== undefined) return // a token is not sent by itself
  if (isFromUs(headers, url)) return
  throw new BerthError('auth.origin_refused', `this request comes from another site: open ${url} instead`, {
    details: { url },
  })
}

/** Whether a page of ours sent this, or a program that carries no cookie which could be abused. */
export function isFromUs(headers: IncomingHttpHeaders, url: string): boolean {
  if (headers.origin !== undefined) return headers.origin === url
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  return headers.cookie === undefined
}
