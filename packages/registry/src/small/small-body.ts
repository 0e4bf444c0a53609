import { hash } from 'node:crypto'
import { parseDigest } from '@berth/oci'
import { contentLength, readBody } from '../http/body.ts'
import type { RepositoryCall } from '../http/call.ts'

/** Configs, mostly (docs/adr/0032-small-content-lies-in-its-row.md). */
export const SMALL_BYTES = 16 * 1024

/** The whole body where it says that it is small; undefined for any other, of which nothing is read. */
export async function readSmallBody({ deps, request }: RepositoryCall): Promise<Buffer | undefined> {
  const length = contentLength(request)
  // a chunk that says where it belongs is checked where chunks are
  if (request.headers['content-range'] !== undefined) return undefined
  return length !== undefined && length > 0 && length <= deps.smallBytes
    ? readBody(request, deps.smallBytes, 'a small blob')
    : undefined
}

export function isDigestOf(bytes: Uint8Array, digest: string): boolean {
  const { algorithm, hex } = parseDigest(digest)
  return hash(algorithm, bytes, 'hex') === hex
}
