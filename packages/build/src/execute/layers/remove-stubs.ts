import { lstat, readdir, rmdir, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/**
 * Mounts of a step want something to lie on: what was made for them in its upper folder, and is empty, is no part of
 * what the step did. Nothing runs in it any more.
 */
export async function removeStubs(options: {
  readonly upper: string
  /** layers below, lowest first */
  readonly lower: readonly string[]
  /** absolute, as the container had them */
  readonly mountPoints: readonly string[]
}): Promise<void> {
  const deepestFirst = [...new Set(options.mountPoints)].toSorted((a, b) => b.length - a.length)
  for (const point of deepestFirst) {
    if (!(await isPlainPath(options.upper, dirname(point)))) continue
    await removeEmpty(join(options.upper, point))
    for (let above = dirname(point); above !== '/'; above = dirname(above)) {
      if (!(await looksAsBelow(options, above)) || !(await removeEmpty(join(options.upper, above)))) break
    }
  }
}

/** A link on the way leads elsewhere: then there is nothing to be tidied here. */
async function isPlainPath(root: string, path: string): Promise<boolean> {
  let here = root
  for (const part of path.split('/').filter(Boolean)) {
    here = join(here, part)
    if (!(await statOf(here))?.isDirectory()) return false
  }
  return true
}

async function removeEmpty(path: string): Promise<boolean> {
  const stats = await statOf(path)
  if (stats?.isFile() && stats.size === 0) await unlink(path)
  else if (stats?.isDirectory() && (await readdir(path)).length === 0) await rmdir(path)
  else return false
  return true
}

/** A folder that the step has changed stays, also when it is empty. One that is nowhere below was made for the mount. */
async function looksAsBelow(
  { upper, lower }: { upper: string; lower: readonly string[] },
  path: string,
): Promise<boolean> {
  const own = await statOf(join(upper, path))
  if (!own) return false
  for (const layer of lower.toReversed()) {
    if (!(await isPlainPath(layer, dirname(path)))) continue
    const below = await statOf(join(layer, path))
    if (below) return below.mode === own.mode && below.uid === own.uid && below.gid === own.gid
  }
  return true
}

async function statOf(path: string) {
  try {
    return await lstat(path)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw error
  }
}
