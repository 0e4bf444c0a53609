import { BerthError } from '@berth/core'
import { isLoopback } from './trusted-address.ts'

/** An upstream as an administrator describes it. `password`: absent, it stays as it is. */
export type MirrorInput = {
  readonly url: string
  readonly namespaces: readonly string[]
  readonly username: string | null
  readonly password?: string | undefined
  readonly realms: readonly string[]
  readonly plainHttp: boolean
  readonly ttlSeconds: number
  readonly maxBytes: number
  readonly enabled: boolean
}

const HOST = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?$/
const PREFIX = /^[a-z0-9]+(?:-[a-z0-9]+)*$/
const MAX_PREFIX = 32

/** Error: input.invalid. */
export function checkPrefix(text: string): string {
  if (text.length <= MAX_PREFIX && PREFIX.test(text)) return text
  throw invalid(
    'prefix',
    `"${text}" is not a prefix: up to ${MAX_PREFIX} of a-z, 0-9 and single - between them`,
  )
}

/** The same as it is kept. Error: input.invalid. */
export function checkMirrorInput(input: MirrorInput): MirrorInput {
  return {
    ...input,
    url: checkUrl(input.url, input.plainHttp),
    namespaces: unique(input.namespaces.map((text) => checkHost('namespaces', text))),
    realms: unique(input.realms.map((text) => checkHost('realms', text))),
    username: input.username === '' ? null : checkUsername(input.username),
  }
}

function checkUrl(text: string, plainHttp: boolean): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw invalid('url', `"${text}" is not an address: it begins with https://`)
  if (url.username || url.password || url.search || url.hash)
    throw invalid('url', 'an address has neither a login nor a query in it: the login has fields of its own')
  if (url.pathname !== '/') throw invalid('url', `an address ends after its host: write ${url.origin}`)
  if (url.protocol === 'http:' && !(plainHttp && isLoopback(url.hostname)))
    throw invalid(
      'url',
      'without TLS only this machine itself is asked, and only when plain http is allowed: use https://',
    )
  return url.origin
}

function checkHost(field: string, text: string): string {
  const host = text.trim().toLowerCase()
  if (HOST.test(host)) return host
  throw invalid(field, `"${text}" is not the name of a host, as docker.io`)
}

function checkUsername(text: string | null): string | null {
  // RFC 7617: a colon would end it
  if (text === null || /^[^:\p{Cc}]{1,128}$/u.test(text)) return text
  throw invalid('username', 'a user name has no colon in it, and at most 128 characters')
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)]
}

function invalid(field: string, message: string): BerthError {
  return new BerthError('input.invalid', message, { details: { field } })
}
