import { readFileSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sourceSkip } from '@berth/dockerfile'
import { folderEntries } from '@berth/image/tar'
import { archiveOf } from '../files/local-archive.ts'

/** A folder as a tar archive, without what its ignore files name. `dockerfile`: the one that is asked for. */
export async function packSource(
  folder: string,
  dockerfile: string | undefined,
): Promise<AsyncIterable<Uint8Array>> {
  const docker = await readText(join(folder, '.dockerignore'))
  const git = (below: string) => readIgnore(join(folder, below, '.gitignore'))
  const skip = sourceSkip({ docker, git }, dockerfile)
  return archiveOf(folderEntries(folder, { owner: { uid: 0, gid: 0 }, skip }))
}

/** At once, as a path is asked about while the folder is packed. What is no file says nothing, as for git. */
function readIgnore(path: string): string | undefined {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path, 'utf8') : undefined
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
