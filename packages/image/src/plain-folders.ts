import { mkdir, readdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { BerthError } from '@berth/core'
import type { WritableFolders } from './image-store.ts'
import type { Staging } from './staging.ts'

/** Folders without limits, for a machine that can have none. */
export function createPlainFolders(parent: string, staging: Staging): WritableFolders {
  const folderOf = (key: string) => join(parent, checkKey(key))

  return {
    async claim(key, _bytes, from) {
      if (from !== undefined) {
        throw new BerthError('volume.unsupported', 'its node has no disk with limits, which copies need')
      }
      await mkdir(folderOf(key), { recursive: true, mode: 0o700 })
      return folderOf(key)
    },
    remove: (key) =>
      staging.use(async (aside) => {
        await rename(folderOf(key), aside).catch(ignoreMissing)
      }),
    list: () => readdir(parent),
    path: folderOf,
  }
}

function checkKey(key: string): string {
  if (/^[a-z0-9][a-z0-9_-]{0,63}$/.test(key)) return key
  throw new BerthError('input.invalid', `"${key}" cannot name a snapshot: use a container id`)
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
