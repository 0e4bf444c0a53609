import { chmod, chown } from 'node:fs/promises'
import type { PlannedMount } from '../../plan/planned-mount.ts'
import type { CacheMounts } from '../cache/cache-mounts.ts'
import type { Site } from '../site.ts'
import { byteText } from '../tree/byte-text.ts'
import { copyTree } from '../tree/copy-tree.ts'
import { resolveBelow } from '../tree/resolve-below.ts'
import { openOrigin, type Origins } from './open-origin.ts'

type CacheMount = Extract<PlannedMount, { type: 'cache' }>

/** Folders of the caches that one step uses. */
export type LeasedCaches = {
  folderOf(mount: CacheMount): string
  release(): Promise<void>
}

/**
 * Takes all caches of a step, or none. In an order that is the same for all steps: two that hold what the other waits
 * for would wait until the build's time is over. Errors: those of `CacheMounts.lease`, BuildFailed.
 */
export async function leaseCaches(options: {
  readonly site: Site
  readonly origins: Origins
  readonly caches: CacheMounts
  readonly mounts: readonly PlannedMount[]
}): Promise<LeasedCaches> {
  const { site, origins, caches, mounts } = options
  const taken = new Map<string, Awaited<ReturnType<CacheMounts['lease']>>>()
  const release = async () => {
    for (const lease of [...taken.values()].toReversed()) await lease.release()
    taken.clear()
  }
  try {
    for (const mount of inOrder(mounts)) {
      // one that a step names twice is one: it would wait for itself
      if (!taken.has(nameOf(mount))) taken.set(nameOf(mount), await caches.lease(request(mount)))
    }
  } catch (error) {
    await release()
    throw error
  }
  return { release, folderOf }

  function folderOf(mount: CacheMount): string {
    const lease = taken.get(nameOf(mount))
    if (!lease) throw new Error(`the cache ${mount.id} was not leased`)
    return lease.folder
  }

  function request(mount: CacheMount) {
    const { id, sharing } = mount
    const fill = (folder: string) => fillCache(folder, mount, { site, origins })
    return { tenant: site.spec.tenant.id, id, sharing, fill }
  }
}

function inOrder(mounts: readonly PlannedMount[]): CacheMount[] {
  const caches = mounts.filter((mount) => mount.type === 'cache')
  return caches.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
}

function nameOf({ sharing, id }: CacheMount): string {
  return `${sharing} ${id}`
}

async function fillCache(
  folder: string,
  mount: CacheMount,
  { site, origins }: { readonly site: Site; readonly origins: Origins },
): Promise<void> {
  if (mount.origin) {
    const tree = await openOrigin(site, origins, mount.origin)
    try {
      const { path } = await resolveBelow(tree.root, byteText(mount.source))
      await copyTree({ ...site.tools, from: tree.root, path, to: folder, name: '', signal: site.signal })
    } finally {
      await tree.close()
    }
  }
  await chown(folder, mount.uid, mount.gid)
  await chmod(folder, mount.mode)
}
