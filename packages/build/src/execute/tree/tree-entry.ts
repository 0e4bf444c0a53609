import type { BigIntStats } from 'node:fs'
import { bytesOf, type Owner } from '@berth/image'

/** One file of a tree. Paths and targets are byte strings: names need not be UTF-8. */
export type TreeEntry = {
  /** below the tree's root, without a leading slash; '' is the root */
  readonly path: string
  readonly kind: 'file' | 'directory' | 'symlink' | 'fifo' | 'other'
  readonly owner: Owner
  readonly size: number
  /** of a symbolic link */
  readonly target: string
}

/** Where `path` of the tree at `root` lies on this host. */
export function hostPath(root: string, path: string): Buffer {
  return path === '' ? Buffer.from(root) : Buffer.concat([Buffer.from(`${root}/`), bytesOf(path)])
}

export function kindOf(stats: BigIntStats): TreeEntry['kind'] {
  if (stats.isFile()) return 'file'
  if (stats.isDirectory()) return 'directory'
  if (stats.isSymbolicLink()) return 'symlink'
  return stats.isFIFO() ? 'fifo' : 'other'
}

export function ownerOf(stats: BigIntStats): Owner {
  return {
    uid: Number(stats.uid),
    gid: Number(stats.gid),
    mode: Number(stats.mode & 0o7777n),
    time: {
      seconds: Number(stats.mtimeNs / 1_000_000_000n),
      nanoseconds: Number(stats.mtimeNs % 1_000_000_000n),
    },
  }
}
