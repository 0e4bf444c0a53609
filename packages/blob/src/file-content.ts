import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { appendToFile } from './append-file.ts'
import { onDisk } from './disk-error.ts'

const READ_BYTES = 1024 * 1024

export async function hashOf(path: string, algorithm: 'sha256' | 'sha512'): Promise<string> {
  const hash = createHash(algorithm)
  for await (const chunk of readFiles([path])) hash.update(chunk)
  return hash.digest('hex')
}

/** Writes all `paths` into the new file `target`, synced; returns the digest of the whole. */
export async function joinFiles(
  paths: readonly string[],
  target: string,
  algorithm: 'sha256' | 'sha512',
): Promise<string> {
  const hash = createHash(algorithm)
  const handle = await onDisk(open(target, 'wx', 0o640))
  try {
    await appendToFile(handle, 0, readFiles(paths), (chunk) => void hash.update(chunk))
    await onDisk(handle.datasync())
  } finally {
    await handle.close()
  }
  return hash.digest('hex')
}

export async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await onDisk(handle.datasync())
  } finally {
    await handle.close()
  }
}

async function* readFiles(paths: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const path of paths) yield* createReadStream(path, { highWaterMark: READ_BYTES })
}
