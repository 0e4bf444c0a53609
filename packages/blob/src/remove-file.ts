import { link, mkdir, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { hasCode, unlessMissing } from './disk-error.ts'

/**
 * Moves `file` to `aside`, asks `sure`, and only then deletes it: when `sure` rejects, the file goes back, unless
 * another one took its place meanwhile. So a removal that lost its right to remove takes nothing away.
 */
export async function removeFile(file: string, aside: string, sure: () => Promise<void>): Promise<void> {
  await mkdir(dirname(aside), { recursive: true, mode: 0o750 })
  const moved = await unlessMissing(rename(file, aside).then(() => true))
  try {
    await sure()
  } catch (error) {
    if (moved) await putBack(aside, file)
    throw error
  }
  await rm(aside, { force: true })
}

async function putBack(aside: string, file: string): Promise<void> {
  try {
    await link(aside, file)
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error
  }
  await rm(aside, { force: true })
}
