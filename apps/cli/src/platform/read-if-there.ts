import { readdir, readFile } from 'node:fs/promises'

/** The text of a file; undefined only when there is none. One that is there and cannot be read is never taken for absent. */
export async function readIfThere(file: string): Promise<string | undefined> {
  return await readFile(file, 'utf8').catch(whenAbsent)
}

/** The names in a folder; undefined only when there is none. */
export async function listIfThere(dir: string): Promise<string[] | undefined> {
  return await readdir(dir).catch(whenAbsent)
}

function whenAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
