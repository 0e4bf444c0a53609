import { decode } from '@auth/core/jwt'
import type { Secret } from '@berth/core'

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

/** Reads the id of the session out of the Cookie header; undefined when there is none that we made. */
export function createSessionCookieReader(options: {
  secret: Secret
  isSecure: boolean
}): SessionCookieReader {
  const name = cookieNames(options.isSecure).session
  return async (header) => {
    const token = readCookie(header ?? '', name)
    if (token === undefined) return undefined
    const payload = await decode({ token, secret: options.secret.reveal(), salt: name }).catch(() => null)
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
