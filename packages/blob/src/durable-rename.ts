import { mkdir, open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Moves a synced file into its place so that a power cut leaves either nothing there or all of it. */
export async function durableRename(from: string, to: string): Promise<void> {
  const folder = dirname(to)
  const firstMade = await mkdir(folder, { recursive: true })
  await rename(from, to)
  await syncFolder(folder)
  if (firstMade) await syncFolder(dirname(folder))
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
