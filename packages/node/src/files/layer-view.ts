import { lstat } from 'node:fs/promises'
import type { Stats } from 'node:fs'

/** One folder, as the layers below have it: the folders that are merged there, uppermost first. */
export type Below = readonly Buffer[]

/** What the layers below have under one name: nothing, something, or a folder. */
export type Found = { readonly there: boolean; readonly below: Below }

/**
 * Looks one name up in folders that were looked up before: no link of an image is ever on the way. `name` is a byte
 * string. A folder that hides those below it by an attribute does not do so here.
 */
export async function lookBelow(folders: Below, name: string): Promise<Found> {
  const below: Buffer[] = []
  for (const folder of folders) {
    const path = Buffer.concat([folder, Buffer.from(`/${name}`, 'latin1')])
    const found = await lstat(path).catch(ignoreMissing)
    if (!found) continue
    if (isWhiteout(found)) break
    if (!found.isDirectory()) return { there: true, below }
    below.push(path)
  }
  return { there: below.length > 0, below }
}

function isWhiteout(stats: Stats): boolean {
  return stats.isCharacterDevice() && stats.rdev === 0
}

/** Not in this layer; below the node's own folders a path of the container can become longer than the kernel takes. */
function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT' && error.code !== 'ENAMETOOLONG') throw error
}
