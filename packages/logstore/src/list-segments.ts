import { readdir } from 'node:fs/promises'
import { segmentNumbers } from './segment.ts'

/** Empty when the container has no log yet. */
export async function listSegments(directory: string): Promise<number[]> {
  try {
    return segmentNumbers(await readdir(directory))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}
