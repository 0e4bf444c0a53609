import { once } from 'node:events'
import type { Progress } from './progress.ts'

/** Bytes to standard output, as fast as its reader takes them. */
export function writeArchive(progress: Progress): (bytes: Uint8Array) => Promise<void> {
  return async (bytes) => {
    progress.count(bytes.length)
    if (!process.stdout.write(bytes)) await once(process.stdout, 'drain')
  }
}
