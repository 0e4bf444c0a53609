import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import type { Secret } from '@berth/core'

/** A key of 32 bytes for one purpose, so that no two uses of a key file can be played against each other. */
export function deriveKey(secret: Secret, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret.reveal(), '', `berth ${purpose}`, 32))
}

export function hmacSha256(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

/** Compares in a time that says nothing about where the first difference is. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}
