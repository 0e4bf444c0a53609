import type { BigIntStats } from 'node:fs'
import { lstat } from 'node:fs/promises'
import type { Owner } from '../files/operation.ts'
import { bytesOf } from './byte-string.ts'

/** What a folder looks like that no layer describes. */
const PLAIN: Owner = { uid: 0, gid: 0, mode: 0o755, time: { seconds: 0, nanoseconds: 0 } }

/**
 * Owner, mode and time of the folder at `path` as a container sees it in `layers`, lowest first; a plain one of root
 * when it is in none. Links are not followed: what they lead to is not in the layer.
 */
export async function lowerOwner(layers: readonly string[], path: string): Promise<Owner> {
  for (const layer of layers.toReversed()) {
    const found = await folderBelow(layer, path)
    if (found === 'hidden') break
    if (found) return ownerOf(found)
  }
  return PLAIN
}

async function folderBelow(layer: string, path: string): Promise<BigIntStats | 'hidden' | undefined> {
  let at = Buffer.from(layer)
  let stats = await lstat(at, { bigint: true })
  for (const part of path === '' ? [] : path.split('/')) {
    at = Buffer.concat([at, Buffer.from('/'), bytesOf(part)])
    const next = await lstat(at, { bigint: true }).catch(ignoreMissing)
    if (!next) return undefined
    if (!next.isDirectory()) return 'hidden'
    stats = next
  }
  return stats
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}

function ownerOf(stats: BigIntStats): Owner {
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
