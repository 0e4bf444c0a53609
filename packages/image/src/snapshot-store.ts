import { chmod, chown, lstat, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BerthError } from '@berth/core'
import { z } from 'zod'
import { renameDurably } from './files/durable.ts'
import { treeBytes } from './files/remove-tree.ts'
import type { LocalImage, Snapshot } from './image-store.ts'
import type { Staging } from './staging.ts'
import type { StorePaths } from './store-paths.ts'

/** The writable layers of containers, each over one image. */
export type SnapshotStore = {
  prepare(key: string, image: LocalImage): Promise<Snapshot>
  remove(key: string): Promise<void>
  /** removes all but `keep`; returns freed bytes */
  removeOthers(keep: ReadonlySet<string>): Promise<number>
  /** digests of the images that snapshots lie on: their layers may be mounted */
  images(): Promise<readonly string[]>
}

const baseSchema = z.object({ digest: z.string() })

export function createSnapshotStore(paths: StorePaths, staging: Staging): SnapshotStore {
  const folderOf = (key: string) => join(paths.snapshots, checkKey(key))

  const remove = (key: string) =>
    staging.use(async (aside) => {
      await rename(folderOf(key), aside).catch(ignoreMissing)
    })

  return {
    async prepare(key, image) {
      const folder = folderOf(key)
      if (!(await lstat(folder).catch(ignoreMissing))) {
        await staging.use((aside) => make(aside, folder, image))
      }
      const lower = image.layers.length > 0 ? image.layers.toReversed() : [paths.empty]
      return { lower, upper: join(folder, 'upper'), work: join(folder, 'work') }
    },
    remove,
    async removeOthers(keep) {
      let freed = 0
      for (const key of await readdir(paths.snapshots)) {
        if (keep.has(key)) continue
        freed += await treeBytes(folderOf(key))
        await remove(key)
      }
      return freed
    },
    async images() {
      const keys = await readdir(paths.snapshots)
      const bases = await Promise.all(keys.map((key) => baseOf(folderOf(key))))
      return bases.filter((digest) => digest !== undefined)
    },
  }
}

/** The root of a container looks as its image's: the folder on top decides. */
async function make(aside: string, folder: string, image: LocalImage): Promise<void> {
  const upper = join(aside, 'upper')
  await mkdir(upper, { recursive: true })
  await mkdir(join(aside, 'work'))
  const top = image.layers.at(-1)
  if (top) {
    const root = await lstat(top)
    await chown(upper, root.uid, root.gid)
    await chmod(upper, root.mode & 0o7777)
  }
  await writeFile(join(aside, 'image.json'), JSON.stringify({ digest: image.digest }), { flush: true })
  await renameDurably(aside, folder)
}

/** Undefined when the snapshot has gone meanwhile. */
async function baseOf(folder: string): Promise<string | undefined> {
  const text = await readFile(join(folder, 'image.json'), 'utf8').catch(ignoreMissing)
  return text === undefined ? undefined : baseSchema.parse(JSON.parse(text)).digest
}

function checkKey(key: string): string {
  if (/^[a-z0-9][a-z0-9_-]{0,63}$/.test(key)) return key
  throw new BerthError('input.invalid', `"${key}" cannot name a snapshot: use a container id`)
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
