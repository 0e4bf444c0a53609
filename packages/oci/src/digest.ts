import { z } from 'zod'

const DIGEST = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/

/** image-spec digests: the two registered algorithms, lower-case hex of the right length, nothing else. */
export const digestSchema = z.string().regex(DIGEST, 'not a sha256 or sha512 digest')

export function isDigest(value: string): boolean {
  return DIGEST.test(value)
}

export function parseDigest(digest: string): { algorithm: 'sha256' | 'sha512'; hex: string } {
  const [algorithm, hex] = digestSchema.parse(digest).split(':')
  return { algorithm: algorithm === 'sha512' ? 'sha512' : 'sha256', hex: hex ?? '' }
}
