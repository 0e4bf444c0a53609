import type { RegistryDeps } from '../deps.ts'
import type { SmallBlob } from './link-small.ts'
import { isDigestOf } from './small-body.ts'

/** Stores a blob that is at hand and small, and links it. False where it must go the long way: nothing was done then. */
export async function pushSmall(
  { linkSmall, small }: Pick<RegistryDeps, 'linkSmall' | 'small'>,
  blob: SmallBlob,
): Promise<boolean> {
  // also what is wrong: there it is told, and ends the upload
  if (!isDigestOf(blob.bytes, blob.digest) || !(await linkSmall(blob))) return false
  small.remember(blob.digest, blob.bytes)
  return true
}
