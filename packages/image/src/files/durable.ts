import { open, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Writes a file that is there whole or not at all, also after a power cut. `aside` lies on the same file system. */
export async function writeDurably(path: string, content: string, aside: string): Promise<void> {
  await writeFile(aside, content, { mode: 0o600, flush: true })
  await renameDurably(aside, path)
}

export async function renameDurably(from: string, to: string): Promise<void> {
  await rename(from, to)
  await syncFolder(dirname(to))
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
