import { mkdir, open, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DoorFiles } from './config-input.ts'

/** By path: what a file holds as long as nobody touched it since. */
export type SeenFiles = Map<string, { readonly content: string; readonly mark: string }>

/**
 * Writes what differs: aside, synced, renamed, so that HAProxy never reads half a file. Returns the changed names.
 * What was seen before is not read again.
 */
export async function writeDoorFiles(
  dir: string,
  files: DoorFiles,
  seen: SeenFiles = new Map(),
): Promise<readonly string[]> {
  await mkdir(dir, { recursive: true })
  const written = await Promise.all(
    Object.entries(files).map(async ([name, content]) => ({
      ...{ name, content },
      isThere: await holds(join(dir, name), content, seen),
    })),
  )
  const changed = written.filter(({ isThere }) => !isThere)
  await Promise.all(changed.map(({ name, content }) => writeAside(join(dir, name), content)))
  for (const { name } of changed) await rename(aside(join(dir, name)), join(dir, name))
  if (changed.length > 0) await syncFolder(dir)
  return changed.map(({ name }) => name)
}

async function holds(path: string, content: string, seen: SeenFiles): Promise<boolean> {
  const mark = await markOf(path)
  if (mark === undefined) return false
  const known = seen.get(path)
  if (known?.content === content && known.mark === mark) return true
  if ((await readIfThere(path)) !== content) return false
  seen.set(path, { content, mark })
  return true
}

/** Another one for a file that was replaced or written to. Undefined when there is no such file. */
async function markOf(path: string): Promise<string | undefined> {
  const found = await stat(path, { bigint: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  return found && `${found.ino} ${found.size} ${found.mtimeNs} ${found.ctimeNs}`
}

/** Undefined when there is no such file. */
export async function readIfThere(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
}

function writeAside(path: string, content: string): Promise<void> {
  return writeFile(aside(path), content, { mode: 0o644, flush: true })
}

function aside(path: string): string {
  return `${path}.${process.pid}.tmp`
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
