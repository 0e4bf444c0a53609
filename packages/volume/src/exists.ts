import { lstat } from 'node:fs/promises'

/** Any other failure than that nothing is there is thrown. */
export async function exists(path: string): Promise<boolean> {
  try {
    return Boolean(await lstat(path))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
    throw error
  }
}
