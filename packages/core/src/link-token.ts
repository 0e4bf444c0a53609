import { createHash, randomBytes } from 'node:crypto'

/** The secret part of a link that is mailed or copied; only its hash is kept. */
export type LinkToken = { readonly token: string; readonly hash: string }

export function newLinkToken(): LinkToken {
  const token = randomBytes(32).toString('base64url')
  return { token, hash: hashLinkToken(token) }
}

/** 256 random bits need no stretching. */
export function hashLinkToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
