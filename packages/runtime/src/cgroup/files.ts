import { readdir, readFile } from 'node:fs/promises'

/** The file's text, or empty when the group or the feature is not there (any more). */
export async function readOrEmpty(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (isMissing(error) || isGone(error)) return ''
    throw error
  }
}

/** Names of the folders in a folder; none when it is not there. */
export async function childFolders(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  } catch (error) {
    if (isMissing(error) || isGone(error)) return []
    throw error
  }
}

export function isMissing(error: unknown): boolean {
  return hasCode(error, 'ENOENT')
}

/** The process or the group ended meanwhile. */
export function isGone(error: unknown): boolean {
  return hasCode(error, 'ESRCH') || hasCode(error, 'ENODEV')
}

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
