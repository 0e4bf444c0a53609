import { rmSync } from 'node:fs'
import { readdir, readFile, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { imageConfigSchema, isDigest, platformSchema } from '@berth/oci'
import { z } from 'zod'
import { writeDurably } from './files/durable.ts'
import type { Staging } from './staging.ts'
import type { StorePaths } from './store-paths.ts'

const recordSchema = z.object({
  digest: z.string(),
  config: imageConfigSchema,
  platform: platformSchema,
  layerIds: z.array(z.string()),
})

/** What the store knows of an image that is whole; `digest` is what was asked for, also when that is an index. */
export type ImageRecord = z.infer<typeof recordSchema>

/** One JSON file per image. A record is written when all its layers are there, and removed before any of them. */
export type ImageRecords = {
  get(digest: string): Promise<ImageRecord | undefined>
  list(): Promise<readonly ImageRecord[]>
  /** when it was put or touched last */
  usedAt(digest: string): Promise<Date | undefined>
  touch(digest: string): Promise<void>
  put(record: ImageRecord): Promise<void>
  /** before it returns; nothing when there is none */
  removeNow(digest: string): void
}

export function createImageRecords(paths: StorePaths, staging: Staging): ImageRecords {
  const fileOf = (digest: string) => join(paths.images, `${digest.replace(':', '-')}.json`)

  const read = async (path: string): Promise<ImageRecord | undefined> => {
    const text = await readFile(path, 'utf8').catch(ignoreMissing)
    return text === undefined ? undefined : recordSchema.parse(JSON.parse(text))
  }

  return {
    async get(digest) {
      return isDigest(digest) ? read(fileOf(digest)) : undefined
    },
    async list() {
      const names = await readdir(paths.images)
      const records = await Promise.all(names.map((name) => read(join(paths.images, name))))
      return records.filter((record) => record !== undefined)
    },
    // the file's own time: it is cheap to set, and outlives the process
    async usedAt(digest) {
      return (await stat(fileOf(digest)).catch(ignoreMissing))?.mtime
    },
    async touch(digest) {
      const now = new Date()
      await utimes(fileOf(digest), now, now).catch(ignoreMissing)
    },
    async put(record) {
      await staging.use((aside) => writeDurably(fileOf(record.digest), JSON.stringify(record), aside))
    },
    removeNow(digest) {
      rmSync(fileOf(digest), { force: true })
    },
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
