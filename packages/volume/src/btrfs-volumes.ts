import { mkdir, open, readdir, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { BerthError, createSerial, randomBase32 } from '@berth/core'
import type { Btrfs } from './btrfs.ts'
import { exists } from './exists.ts'
import { folderKey } from './folder-key.ts'
import type { Qgroup } from './qgroups.ts'
import type { FoundVolume, VolumeFolders } from './volume-folders.ts'

/**
 * A subvolume per volume below `volumes`, and read-only ones of its snapshots below `snapshots/<volume>`. A volume
 * that is made or restored is whole and limited before a rename puts it where it is found; a snapshot appears at once.
 */
export async function createBtrfsVolumes(options: {
  readonly mountPoint: string
  /** where what a crash leaves half done is cleared away */
  readonly making: string
  readonly dying: string
  readonly btrfs: Btrfs
  /** Removes a subvolume later. */
  readonly bury: (path: string) => void
}): Promise<VolumeFolders> {
  const { mountPoint, making, dying, btrfs, bury } = options
  const volumes = join(mountPoint, 'volumes')
  const snapshots = join(mountPoint, 'snapshots')
  for (const folder of [volumes, snapshots]) await mkdir(folder, { recursive: true, mode: 0o700 })
  const serial = createSerial()

  return {
    make: (id, bytes, from) => serial.run(id, () => make(id, bytes, from)),
    limit: (id, bytes) => serial.run(id, async () => btrfs.limit(await folder(id), bytes)),
    folder,
    remove: (id) => serial.run(id, () => remove(id)),
    async list() {
      const { groups } = await btrfs.read(mountPoint)
      return foundVolumes(groups, [...(await readdir(volumes)), ...(await readdir(snapshots))])
    },
    snapshot: (id, snapshot) => serial.run(id, () => keep(id, snapshot)),
    removeSnapshot: (id, snapshot) => serial.run(id, () => removeSnapshot(id, snapshot)),
    read,
    receive,
    restore: (id, swap) => serial.run(id, () => restore(id, swap)),
  }

  async function folder(id: string): Promise<string> {
    const path = liveOf(id)
    if (await exists(path)) return path
    throw new BerthError('volume.lost', `the files of the volume are not on the disk of its node`, {
      details: { volume: id },
    })
  }

  async function make(id: string, bytes: number, from?: string): Promise<void> {
    if (await exists(liveOf(id))) return
    const made = join(making, randomBase32(16))
    if (from === undefined) await btrfs.make(made)
    else await btrfs.snapshot(await folder(from), made, 'writable')
    await btrfs.limit(made, bytes)
    await moveInto(made, liveOf(id))
  }

  async function remove(id: string): Promise<void> {
    const kept = snapshotsOf(id)
    const ids = (await exists(kept)) ? await readdir(kept) : []
    for (const snapshot of ids) await removeSnapshot(id, snapshot)
    await setAside(id)
  }

  async function keep(id: string, snapshot: string): Promise<void> {
    const path = snapshotOf(id, snapshot)
    if (await exists(path)) return
    await mkdir(snapshotsOf(id), { recursive: true, mode: 0o700 })
    await btrfs.snapshot(await folder(id), path, 'read-only')
  }

  /** A read-only one cannot be renamed: it goes where it lies. */
  async function removeSnapshot(id: string, snapshot: string): Promise<void> {
    const path = snapshotOf(id, snapshot)
    if (await exists(path)) await btrfs.remove([path])
  }

  /** Where what a crash leaves is cleared away. */
  async function read<T>(id: string, use: (folder: string) => Promise<T>): Promise<T> {
    const path = join(making, randomBase32(16))
    await serial.run(id, async () => btrfs.snapshot(await folder(id), path, 'read-only'))
    try {
      return await use(path)
    } finally {
      bury(path)
    }
  }

  /** The kernel writes what is in memory before it makes a snapshot of it. */
  async function receive(
    id: string,
    { snapshot, bytes, fill }: Parameters<VolumeFolders['receive']>[1],
  ): Promise<void> {
    const made = join(making, randomBase32(16))
    await btrfs.make(made)
    try {
      await btrfs.limit(made, bytes)
      await fill(made)
      await serial.run(id, async () => {
        await mkdir(snapshotsOf(id), { recursive: true, mode: 0o700 })
        await btrfs.snapshot(made, snapshotOf(id, snapshot), 'read-only')
      })
    } finally {
      bury(made)
    }
  }

  async function restore(
    id: string,
    swap: { readonly from: string; readonly keep: string; readonly bytes: number },
  ): Promise<void> {
    const from = snapshotOf(id, swap.from)
    if (!(await exists(from))) {
      throw new BerthError('volume.lost', 'the snapshot is not on the disk of its node', {
        details: { volume: id, snapshot: swap.from },
      })
    }
    // an earlier try may have taken the volume away already, and then its state was kept before
    if (await exists(liveOf(id))) await keep(id, swap.keep)
    const made = join(making, randomBase32(16))
    await btrfs.snapshot(from, made, 'writable')
    await btrfs.limit(made, swap.bytes)
    await setAside(id)
    await moveInto(made, liveOf(id))
  }

  async function setAside(id: string): Promise<void> {
    if (!(await exists(liveOf(id)))) return
    const path = join(dying, randomBase32(16))
    await rename(liveOf(id), path)
    bury(path)
  }

  function liveOf(id: string): string {
    return join(volumes, folderKey(id))
  }

  function snapshotsOf(id: string): string {
    return join(snapshots, folderKey(id))
  }

  function snapshotOf(id: string, snapshot: string): string {
    return join(snapshotsOf(id), folderKey(snapshot))
  }
}

/** Whoever asked is told that it is there: so it is also after the host lost its power. */
async function moveInto(made: string, path: string): Promise<void> {
  await rename(made, path)
  const folder = await open(dirname(path))
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

function foundVolumes(groups: readonly Qgroup[], ids: readonly string[]): FoundVolume[] {
  const byPath = new Map(groups.flatMap((group) => (group.path ? [[group.path, group]] : [])))
  return [...new Set(ids)].flatMap((id): FoundVolume[] => {
    const live = byPath.get(`volumes/${id}`)
    const below = `snapshots/${id}/`
    const kept = groups.flatMap(({ path, usedBytes }) =>
      path?.startsWith(below) ? [{ id: path.slice(below.length), bytes: usedBytes }] : [],
    )
    if (!live && kept.length === 0) return []
    return [
      { id, live: live ? { usedBytes: live.usedBytes, limitBytes: live.limitBytes } : null, snapshots: kept },
    ]
  })
}
