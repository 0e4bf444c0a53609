import type { Secret } from '@berth/core'
import { deriveKey, equalBytes, hmacSha256 } from '@berth/vault'

/** What is kept of a token's secret. Generated secrets need no stretching: there is nothing to guess. */
export type TokenHasher = {
  hash(secret: string): Buffer
  matches(secret: string, hash: Uint8Array): boolean
}

/** The pepper lies outside the database: a stolen table is worth nothing. */
export function createTokenHasher(pepper: Secret): TokenHasher {
  const key = deriveKey(pepper, 'token')
  return {
    hash: (secret) => hmacSha256(key, secret),
    matches: (secret, hash) => equalBytes(hmacSha256(key, secret), hash),
  }
}
