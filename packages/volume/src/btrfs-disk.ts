import { mkdir, readdir, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { BerthError, createSerial, randomBase32 } from '@berth/core'
import type { Logger } from '@berth/log'
import { allowance } from './allowance.ts'
import type { Btrfs } from './btrfs.ts'
import { createBurial } from './burial.ts'
import type { Disk } from './disk.ts'
import { createBtrfsVolumes } from './btrfs-volumes.ts'
import { exists } from './exists.ts'
import { folderKey } from './folder-key.ts'
import { createHostGuard } from './host-guard.ts'
import type { Qgroup } from './qgroups.ts'
import { createReadyPool } from './ready-pool.ts'

const READY = 8
/** bytes; btrfs needs some for its own trees */
const NOTHING_LEFT = 1024 ** 2

/**
 * One subvolume per key, made ahead with the usual limit. Folders of the disk: `making` and `dying` hold what a crash
 * may leave behind, `ready` what is whole and nobody's, `containers` what is somebody's.
 */
export async function createBtrfsDisk(options: {
  readonly mountPoint: string
  readonly usualBytes: number
  readonly btrfs: Btrfs
  /** the file of the disk */
  readonly file: string
  readonly log: Logger
}): Promise<Disk> {
  const { mountPoint, usualBytes, btrfs, log } = options
  const guard = createHostGuard({ btrfs, mountPoint, hostFolder: dirname(options.file), log })
  const folders = await openFolders(mountPoint)
  await btrfs.count(mountPoint)
  await guard.look()
  for (const { id } of (await btrfs.read(mountPoint)).groups.filter(isLeft))
    await btrfs.forget(mountPoint, id)
  const serial = createSerial()
  const onError = (error: unknown) => log.warn({ err: error }, 'the disk could not be tidied or filled')
  const burial = createBurial({ remove: (paths) => btrfs.remove(paths), onError })
  // before anything new is made there
  const left = [...(await contents(folders.making)), ...(await contents(folders.dying))]
  const pool = createReadyPool({ size: READY, ready: await contents(folders.ready), make, onError })
  for (const path of left) burial.bury(path)
  const volumes = await createBtrfsVolumes({
    ...folders,
    mountPoint,
    btrfs,
    bury: (path) => burial.bury(path),
  })

  return {
    volumes,
    claim: (key, bytes, from) =>
      serial.run(key, () => claimOrSayFull(pathOf(key), bytes, from === undefined ? null : pathOf(from))),
    remove: (key) => serial.run(key, () => remove(pathOf(key))),
    list: () => readdir(folders.containers),
    path: pathOf,
    async usage() {
      const { groups } = await btrfs.read(mountPoint)
      const own = groups.flatMap(({ path, usedBytes }): [string, number][] => {
        const [folder, key, ...below] = path?.split('/') ?? []
        return folder === 'containers' && key !== undefined && below.length === 0 ? [[key, usedBytes]] : []
      })
      return new Map(own)
    },
    space: () => guard.space(),
    async close() {
      guard.close()
      await serial.idle()
      await pool.idle()
      await burial.idle()
    },
  }

  function pathOf(key: string): string {
    return join(folders.containers, folderKey(key))
  }

  async function claimOrSayFull(path: string, bytes: number, from: string | null): Promise<string> {
    try {
      return await claim(path, bytes, from)
    } catch (error) {
      if (error instanceof BerthError && error.code === 'volume.lost') throw error
      if ((await guard.space()).freeBytes > NOTHING_LEFT) throw error
      throw new BerthError(
        'disk.full',
        'the disk of its node is full: it starts when others have removed something, or an administrator made room',
        { cause: error },
      )
    }
  }

  async function claim(path: string, bytes: number, from: string | null): Promise<string> {
    if (from !== null && !(await exists(path))) await copy(from, path, bytes)
    if (await exists(path)) {
      await makeRoom(path, bytes)
      return path
    }
    const made = await pool.take()
    if (bytes !== usualBytes) await btrfs.limit(made, bytes)
    await rename(made, path)
    return path
  }

  async function copy(from: string, path: string, bytes: number): Promise<void> {
    if (!(await exists(from))) {
      throw new BerthError('volume.lost', 'the files that it is a copy of are not on the disk of its node')
    }
    const made = join(folders.making, randomBase32(16))
    await btrfs.snapshot(from, made, 'writable')
    await btrfs.limit(made, bytes)
    await rename(made, path)
  }

  async function makeRoom(path: string, agreed: number): Promise<void> {
    const { groups } = await btrfs.read(path, 'own')
    const [own] = groups
    if (!own) throw new BerthError('disk.failed', `${path} is not counted`)
    const allowed = allowance({ used: own.usedBytes, agreed })
    if (allowed !== own.limitBytes) await btrfs.limit(path, allowed)
  }

  async function remove(path: string): Promise<void> {
    const dying = join(folders.dying, randomBase32(16))
    try {
      await rename(path, dying)
    } catch (error) {
      if (isMissing(error)) return
      throw error
    }
    burial.bury(dying)
  }

  /** Limited before it may be found: nobody ever has one without. */
  async function make(): Promise<string> {
    const name = randomBase32(16)
    const path = join(folders.making, name)
    await btrfs.make(path)
    await btrfs.limit(path, usualBytes)
    await rename(path, join(folders.ready, name))
    return join(folders.ready, name)
  }
}

/** Newer kernels strike out a subvolume's books themselves; 0/5 are those of the whole disk. */
function isLeft({ id, path, usedBytes }: Qgroup): boolean {
  return path === undefined && usedBytes === 0 && id !== '0/5'
}

async function openFolders(mountPoint: string) {
  const folders = {
    making: join(mountPoint, 'making'),
    ready: join(mountPoint, 'ready'),
    containers: join(mountPoint, 'containers'),
    dying: join(mountPoint, 'dying'),
  }
  for (const folder of Object.values(folders)) await mkdir(folder, { recursive: true, mode: 0o700 })
  return folders
}

async function contents(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).map((name) => join(folder, name))
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
