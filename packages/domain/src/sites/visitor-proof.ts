import { createHmac, randomBytes } from 'node:crypto'

/** What goes into the proofs of one app, base64. */
export function newSalt(): string {
  return randomBytes(32).toString('base64')
}

/**
 * What the door compares with: HMAC-SHA-256 of what a browser sends (RFC 7617). A slow hash would let anybody hold up
 * the door for all by asking; so the proof is sealed at rest instead (ADR 0054).
 */
export function visitorProof(salt: string, name: string, password: string): string {
  const sent = Buffer.from(`${name}:${password}`).toString('base64')
  return createHmac('sha256', Buffer.from(salt, 'base64')).update(sent).digest('hex').toUpperCase()
}
