import { mkdir, open, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DoorFiles } from './config-input.ts'

/** Writes what differs: aside, synced, renamed, so that HAProxy never reads half a file. Returns the changed names. */
export async function writeDoorFiles(dir: string, files: DoorFiles): Promise<readonly string[]> {
  await mkdir(dir, { recursive: true })
  const changed: string[] = []
  for (const [name, content] of Object.entries(files)) {
    if ((await readIfThere(join(dir, name))) === content) continue
    await replace(join(dir, name), content)
    changed.push(name)
  }
  if (changed.length > 0) await syncFolder(dir)
  return changed
}

/** Undefined when there is no such file. */
export async function readIfThere(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
}

async function replace(path: string, content: string): Promise<void> {
  const aside = `${path}.${process.pid}.tmp`
  await writeFile(aside, content, { mode: 0o644, flush: true })
  await rename(aside, path)
}

/** What was renamed into it is there after a crash of the machine too. */
export async function syncFolder(dir: string): Promise<void> {
  const handle = await open(dir, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
