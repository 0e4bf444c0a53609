import type { FileHandle } from 'node:fs/promises'
import { onDisk } from './disk-error.ts'

/** Small chunks of a socket are written together; one batch is on its way to the disk while the next one comes in. */
const BATCH_BYTES = 1024 * 1024

/** Writes all of `source` at `position`, showing each chunk to `see`. Memory stays at two batches. Returns the bytes. */
export async function appendToFile(
  handle: FileHandle,
  position: number,
  source: AsyncIterable<Uint8Array>,
  see: (chunk: Uint8Array) => void,
): Promise<number> {
  let batch: Uint8Array[] = []
  let gathered = 0
  let written = 0
  let writing: Promise<void> = Promise.resolve()
  const flush = async () => {
    await writing
    const [chunks, at] = [batch, position + written]
    written += gathered
    batch = []
    gathered = 0
    writing = writeAll(handle, chunks, at)
    // the next flush or the end awaits it; until then a rejection must not count as unhandled
    writing.catch(() => undefined)
  }
  try {
    for await (const chunk of source) {
      see(chunk)
      batch.push(chunk)
      gathered += chunk.length
      if (gathered >= BATCH_BYTES) await flush()
    }
    await flush()
    await writing
    return written
  } catch (error) {
    await writing.catch(() => undefined) // nothing may write to the file after this call
    throw error
  }
}

async function writeAll(handle: FileHandle, chunks: readonly Uint8Array[], position: number): Promise<void> {
  const total = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
  if (total === 0) return
  const { bytesWritten } = await onDisk(handle.writev([...chunks], position))
  // a short write is legal, if rare: the rest goes the slow way
  if (bytesWritten < total)
    await writeRest(handle, Buffer.concat(chunks).subarray(bytesWritten), position + bytesWritten)
}

async function writeRest(handle: FileHandle, rest: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < rest.length; ) {
    done += (await onDisk(handle.write(rest, done, rest.length - done, position + done))).bytesWritten
  }
}
