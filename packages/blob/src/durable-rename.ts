import { mkdir, open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { unlessMissing } from './disk-error.ts'

/** Moves a synced file into its place so that a power cut leaves either nothing there or all of it. */
export async function durableRename(from: string, to: string): Promise<void> {
  const folder = dirname(to)
  // only the first blob of a folder finds none: to ask before each of the others costs as much as the move
  if (await unlessMissing(rename(from, to).then(() => true))) return syncFolder(folder)
  const firstMade = await mkdir(folder, { recursive: true })
  await rename(from, to)
  await syncUpTo(folder, firstMade === undefined ? folder : dirname(firstMade))
}

/** `folder` and those above it, the last of which is `top`. */
async function syncUpTo(folder: string, top: string): Promise<void> {
  await syncFolder(folder)
  if (folder !== top) await syncUpTo(dirname(folder), top)
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
