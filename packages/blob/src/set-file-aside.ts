import { link, mkdir, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { SetAside } from './blob-store.ts'
import { hasCode, unlessMissing } from './disk-error.ts'

/** Moves `file` to `aside`. Undone, it goes back, unless another one took its place meanwhile. */
export async function setFileAside(file: string, aside: string): Promise<SetAside> {
  await mkdir(dirname(aside), { recursive: true, mode: 0o750 })
  const moved = await unlessMissing(rename(file, aside).then(() => true))
  return {
    finish: () => rm(aside, { force: true }),
    undo: async () => {
      if (moved) await putBack(aside, file)
    },
  }
}

async function putBack(aside: string, file: string): Promise<void> {
  try {
    await link(aside, file)
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error
  }
  await rm(aside, { force: true })
}
