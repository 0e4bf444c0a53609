import { execFile } from 'node:child_process'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { BuildFolders } from '@berth/build/execute'
import type { Disk } from '@berth/volume'

/** Folders of builds on the disk with limits. */
export function limitedFolders(disk: Disk): BuildFolders {
  return {
    claim: (key, bytes) => disk.claim(key, bytes),
    remove: (key) => disk.remove(key),
    list: () => disk.list(),
    path: (key) => disk.path(key),
    // by looking: the books of the disk are brought up to date twice a minute
    usedBytes: (key) => treeBytes(disk.path(key)),
  }
}

/** The same on a machine that can have none: nothing but the disk itself limits them. */
export function plainFolders(parent: string): BuildFolders {
  const path = (key: string) => join(parent, key)
  return {
    async claim(key) {
      await mkdir(path(key), { recursive: true, mode: 0o700 })
      return path(key)
    },
    remove: (key) => rm(path(key), { recursive: true, force: true }),
    async list() {
      await mkdir(parent, { recursive: true, mode: 0o700 })
      return readdir(parent)
    },
    path,
    usedBytes: (key) => treeBytes(path(key)),
  }
}

async function treeBytes(path: string): Promise<number> {
  const { stdout } = await promisify(execFile)('du', ['-sxB1', '--', path])
  return Number.parseInt(stdout, 10)
}
