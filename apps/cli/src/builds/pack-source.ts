import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isIgnored, mayKeepBelow, parseIgnore } from '@berth/dockerfile'
import { folderEntries } from '@berth/image/tar'
import { archiveOf } from '../files/local-archive.ts'
import { isGitIgnored, parseGitIgnore } from './git-ignore.ts'

type Skip = (path: string, isFolder: boolean) => boolean

/**
 * A folder as a tar archive, without what its `.dockerignore` names (where there is none, its `.gitignore`), and
 * without `.git`. `keep`: files that are sent all the same, because the build itself reads them.
 */
export async function packSource(
  folder: string,
  keep: readonly string[],
): Promise<AsyncIterable<Uint8Array>> {
  const ignores = await readIgnores(folder)
  const skip: Skip = (path, isFolder) => {
    if (path === '.git') return true
    if (keep.some((kept) => kept === path || kept.startsWith(`${path}/`))) return false
    return ignores(path, isFolder)
  }
  return archiveOf(folderEntries(folder, { owner: { uid: 0, gid: 0 }, skip }))
}

async function readIgnores(folder: string): Promise<Skip> {
  const docker = await readText(join(folder, '.dockerignore'))
  if (docker !== undefined) {
    const rules = parseIgnore(docker)
    return (path, isFolder) => isIgnored(rules, path) && !(isFolder && mayKeepBelow(rules, path))
  }
  const git = parseGitIgnore((await readText(join(folder, '.gitignore'))) ?? '')
  return (path, isFolder) => isGitIgnored(git, path, isFolder)
}

/** Undefined when there is no such file. */
export async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
