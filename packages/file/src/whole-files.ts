import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ASIDE } from './write-whole.ts'

/**
 * Paths of the files in a folder that `writeWhole` fills; the folder is made when it is not there. What a killed writer
 * left aside is removed, so nobody may be writing meanwhile.
 */
export async function wholeFiles(directory: string): Promise<readonly string[]> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const paths = (await readdir(directory)).map((name) => join(directory, name))
  const { whole = [], aside = [] } = Object.groupBy(paths, (path) =>
    path.endsWith(ASIDE) ? 'aside' : 'whole',
  )
  await Promise.all(aside.map((path) => rm(path, { force: true })))
  return whole
}
