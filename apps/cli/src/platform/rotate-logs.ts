import { copyFile, readdir, stat, truncate } from 'node:fs/promises'
import path from 'node:path'

const MAX_BYTES = 10 * 1024 * 1024

/**
 * A log that grew too long moves to `<name>.log.1`. It is copied and cut rather than renamed: its writer keeps the
 * file open (to append), and cannot be asked to open another.
 */
export async function rotateLogs(dir: string, maxBytes = MAX_BYTES): Promise<void> {
  for (const name of await readdir(dir)) {
    const file = path.join(dir, name)
    if (!name.endsWith('.log') || (await stat(file)).size <= maxBytes) continue
    await copyFile(file, `${file}.1`)
    await truncate(file)
  }
}
