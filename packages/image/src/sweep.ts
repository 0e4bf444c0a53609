import { renameSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { treeBytes } from './files/remove-tree.ts'
import type { ImageRecords } from './image-records.ts'
import type { Pins } from './pins.ts'
import type { KeptBlobs } from './pull/kept-blobs.ts'
import type { SnapshotStore } from './snapshot-store.ts'
import type { Staging } from './staging.ts'
import type { StorePaths } from './store-paths.ts'

export type SweepParts = {
  readonly paths: StorePaths
  readonly staging: Staging
  readonly kept: KeptBlobs
  readonly records: ImageRecords
  readonly snapshots: SnapshotStore
  readonly pins: Pins
}

type Pinned = (name: string) => boolean

/**
 * Removes snapshots and images that nobody keeps, layers that no image has, and what dead processes left behind.
 * An image under a kept snapshot stays, asked for or not: it is mounted; so does what is pulled meanwhile. Returns
 * freed bytes.
 */
export function sweep(
  parts: SweepParts,
  keep: { digests: ReadonlySet<string>; snapshots: ReadonlySet<string> },
): Promise<number> {
  return parts.pins.watch(async (pinned) => {
    const freedSnapshots = await parts.snapshots.removeOthers(keep.snapshots)
    const mounted = await parts.snapshots.images()
    const needed = await removeRecords(parts, new Set([...keep.digests, ...mounted]), pinned)
    const freedLayers = await removeLayers(parts, needed, pinned)
    return freedSnapshots + freedLayers + (await parts.staging.clean()) + (await parts.kept.clean())
  })
}

/** Returns the ids of the layers that the remaining images have. */
async function removeRecords(
  { records }: SweepParts,
  keep: ReadonlySet<string>,
  pinned: Pinned,
): Promise<Set<string>> {
  const needed = new Set<string>()
  for (const record of await records.list()) {
    // asked and removed in one turn, so that no pull finds the record in between
    if (keep.has(record.digest) || pinned(record.digest)) for (const id of record.layerIds) needed.add(id)
    else records.removeNow(record.digest)
  }
  return needed
}

async function removeLayers(
  { paths, staging }: SweepParts,
  needed: ReadonlySet<string>,
  pinned: Pinned,
): Promise<number> {
  let freed = 0
  for (const id of await readdir(paths.layers)) {
    if (needed.has(id)) continue
    freed += await staging.use(async (aside) => {
      const bytes = await treeBytes(join(paths.layers, id))
      // as above: no pull may begin to rely on the layer in between
      if (pinned(id)) return 0
      renameSync(join(paths.layers, id), aside)
      return bytes
    })
  }
  return freed
}
