import { closeSync, openSync, readFileSync, readSync } from 'node:fs'

/**
 * Small files of the kernel that are read again and again, without a thread for each, which would cost more than
 * reading them. They stay open: opening costs five times as much as reading.
 */
export type KeptFiles = {
  /** `owner`: whom the file is kept for. Errors are those of the file, after which nothing of `owner` is kept. */
  read(owner: string, path: string): string
  forget(owner: string): void
}

/** Far below what a process may have open; beyond it, a file is opened each time. */
const MOST = 6000
const LARGEST = 16_384

export function createKeptFiles(most = MOST): KeptFiles {
  const kept = new Map<string, Map<string, number>>()
  const buffer = Buffer.alloc(LARGEST)
  let count = 0

  return {
    read(owner, path) {
      const files = kept.get(owner)
      const fd = files?.get(path) ?? keep(owner, path)
      if (fd === undefined) return readFileSync(path, 'latin1')
      try {
        return buffer.toString('latin1', 0, readSync(fd, buffer, 0, LARGEST, 0))
      } catch (error) {
        forget(owner) // they stay open when their group goes, and say that it is gone
        throw error
      }
    },
    forget,
  }

  function keep(owner: string, path: string): number | undefined {
    if (count >= most) return undefined
    const fd = openSync(path, 'r')
    const files = kept.get(owner) ?? new Map<string, number>()
    kept.set(owner, files.set(path, fd))
    count++
    return fd
  }

  function forget(owner: string): void {
    const files = kept.get(owner)
    kept.delete(owner)
    for (const fd of files?.values() ?? []) {
      closeSync(fd)
      count--
    }
  }
}
