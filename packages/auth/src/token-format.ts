import { crc32 } from 'node:zlib'
import { encodeUint32, randomBase62 } from './base62.ts'

/** pat: a person's; svc: a tenant's service; dpl: deploys one app; agt: a node's agent. */
export const TOKEN_KINDS = ['pat', 'svc', 'dpl', 'agt'] as const
export type TokenKind = (typeof TOKEN_KINDS)[number]

export type TokenParts = { readonly kind: TokenKind; readonly id: string; readonly secret: string }

const TOKEN = /^berth_(pat|svc|dpl|agt)_([0-9A-Za-z]{12})_([0-9A-Za-z]{43})([0-9A-Za-z]{6})$/

/** `berth_<kind>_<id12>_<secret43><crc6>`: base62; the CRC32 of all before it lets scanners be exact. */
export function formatToken({ kind, id, secret }: TokenParts): string {
  const body = `berth_${kind}_${id}_${secret}`
  return body + encodeUint32(crc32(body))
}

export function newTokenParts(kind: TokenKind): TokenParts {
  return { kind, id: randomBase62(12), secret: randomBase62(43) }
}

/** Undefined for anything that no token of ours can look like; needs no database. */
export function parseToken(text: string): TokenParts | undefined {
  const match = TOKEN.exec(text)
  const kind = TOKEN_KINDS.find((known) => known === match?.[1])
  const [, , id, secret, crc] = match ?? []
  if (kind === undefined || id === undefined || secret === undefined) return undefined
  return encodeUint32(crc32(text.slice(0, -6))) === crc ? { kind, id, secret } : undefined
}

/** Whether a text was meant as a token, right or wrong: it is then never tried as a password. */
export function looksLikeToken(text: string): boolean {
  return text.startsWith('berth_')
}
