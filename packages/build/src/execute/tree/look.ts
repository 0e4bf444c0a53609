import { lstat, readlink } from 'node:fs/promises'
import { hostPath, kindOf, ownerOf, type TreeEntry } from './tree-entry.ts'

/** What lies at `path`; no link of the last part is followed, and the parts above it are no links. Undefined: nothing. */
export async function look(root: string, path: string): Promise<TreeEntry | undefined> {
  const place = hostPath(root, path)
  try {
    const stats = await lstat(place, { bigint: true })
    const kind = kindOf(stats)
    const target = kind === 'symlink' ? await readlink(place, { encoding: 'latin1' }) : ''
    return { path, kind, owner: ownerOf(stats), size: Number(stats.size), target }
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG'
}
