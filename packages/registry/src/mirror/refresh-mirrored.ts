import type { Headers, RepositoryCall } from '../http/call.ts'
import type { Reference } from '../names.ts'
import { isMirrored } from './mirror-name.ts'
import { touchManifest } from './touch-manifest.ts'

/** RFC 9111 5.5 has no more use for it, but clients and people read it. */
const STALE = '110 berth "Response is Stale"'

/**
 * Before a manifest of a mirrored repository is read: makes it be here, as new as it should be. Returns headers for
 * the answer. Errors: mirror.not_found, mirror.upstream_*, disk.full.
 */
export async function refreshMirrored(
  { deps, name }: RepositoryCall,
  reference: Reference,
): Promise<Headers> {
  if (!deps.mirror || !isMirrored(name)) return {}
  const { digest, stale } = await deps.mirror.manifest(name, reference)
  if (digest !== undefined) await touchManifest(deps, name, digest)
  return stale ? { warning: STALE } : {}
}
