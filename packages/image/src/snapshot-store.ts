import { chmod, chown, lstat, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { writeDurably } from './files/durable.ts'
import { treeBytes } from './files/remove-tree.ts'
import type { LocalImage, Snapshot, WritableFolders } from './image-store.ts'

/** The writable layers of containers, each over one image. */
export type SnapshotStore = {
  prepare(key: string, image: LocalImage, bytes: number, from?: string): Promise<Snapshot>
  limit(key: string, bytes: number): Promise<void>
  remove(key: string): Promise<void>
  /** removes all but `keep`; returns freed bytes */
  removeOthers(keep: ReadonlySet<string>): Promise<number>
  /** digests of the images that snapshots lie on: their layers may be mounted */
  images(): Promise<readonly string[]>
}

const baseSchema = z.object({ digest: z.string() })

/** `empty` is the lower layer of an image that has none. */
export function createSnapshotStore(folders: WritableFolders, empty: string): SnapshotStore {
  return {
    async prepare(key, image, bytes, from) {
      const folder = await folders.claim(key, bytes, from)
      if ((await baseOf(folder)) === undefined) await make(folder, image)
      const lower = image.layers.length > 0 ? image.layers.toReversed() : [empty]
      const at = (name: string) => join(folder, name)
      return { lower, upper: at('upper'), work: at('work'), volumes: at('volumes') }
    },
    async limit(key, bytes) {
      await folders.claim(key, bytes)
    },
    remove: (key) => folders.remove(key),
    async removeOthers(keep) {
      let freed = 0
      for (const key of await folders.list()) {
        if (keep.has(key)) continue
        freed += await treeBytes(folders.path(key))
        await folders.remove(key)
      }
      return freed
    },
    async images() {
      const keys = await folders.list()
      const bases = await Promise.all(keys.map((key) => baseOf(folders.path(key))))
      return bases.filter((digest) => digest !== undefined)
    },
  }
}

/** The root of a container looks as its image's: the folder on top decides. Its record comes last: then it is whole. */
async function make(folder: string, image: LocalImage): Promise<void> {
  const upper = join(folder, 'upper')
  for (const name of ['upper', 'work', 'volumes']) await mkdir(join(folder, name), { recursive: true })
  const top = image.layers.at(-1)
  if (top) {
    const root = await lstat(top)
    await chown(upper, root.uid, root.gid)
    await chmod(upper, root.mode & 0o7777)
  }
  const record = join(folder, 'image.json')
  await writeDurably(record, JSON.stringify({ digest: image.digest }), `${record}.new`)
}

/** Undefined when the snapshot has gone meanwhile, or was never finished. */
async function baseOf(folder: string): Promise<string | undefined> {
  try {
    return baseSchema.parse(JSON.parse(await readFile(join(folder, 'image.json'), 'utf8'))).digest
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
