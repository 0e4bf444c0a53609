import { createHash } from 'node:crypto'
import { decode } from '@auth/core/jwt'
import { type Clock, type Secret, systemClock } from '@berth/core'
import { createShortCache } from './short-cache.ts'

export type CookieNames = { readonly session: string; readonly csrf: string; readonly callback: string }

/** `__Host-` binds a cookie to this very host, which a browser allows under https only. */
export function cookieNames(isSecure: boolean): CookieNames {
  const prefix = isSecure ? '__Host-' : ''
  return {
    session: `${prefix}berth-session`,
    csrf: `${prefix}berth-csrf`,
    callback: `${prefix}berth-callback`,
  }
}

export type SessionCookieReader = (cookieHeader: string | null) => Promise<string | undefined>

/** To open a cookie takes more than all else that a small request does, and whether its session lives is asked of its row. */
const REMEMBERED_MS = 60_000

/** Reads the id of the session out of the Cookie header; undefined when there is none that we made. */
export function createSessionCookieReader(options: {
  secret: Secret
  isSecure: boolean
  clock?: Clock
}): SessionCookieReader {
  const { secret, isSecure, clock = systemClock } = options
  const name = cookieNames(isSecure).session
  const opened = createShortCache<string | undefined>({ ttlMs: REMEMBERED_MS, clock })

  return async (header) => {
    const token = readCookie(header ?? '', name)
    if (token === undefined) return undefined
    const key = createHash('sha256').update(token).digest('base64')
    const id = await opened.get(key, () => open(token))
    if (id === undefined) opened.forget(key) // what anybody makes up takes no room
    return id
  }

  async function open(token: string): Promise<string | undefined> {
    // what does not open was made by nobody here, and its sender is nobody
    const payload = await decode({ token, secret: secret.reveal(), salt: name }).catch(() => null)
    const id = payload?.['sid']
    return typeof id === 'string' ? id : undefined
  }
}

/** The value of one cookie; a name that comes twice counts as forged. */
export function readCookie(header: string, name: string): string | undefined {
  const values = header
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part.startsWith(`${name}=`))
    .map((part) => part.slice(name.length + 1))
  return values.length === 1 ? values[0] : undefined
}
