import { type FSWatcher, watch } from 'node:fs'

const POLL_MS = 1000

/** Waits until something in the folder may have changed: told by inotify, and asked every second where that is used up. */
export type FolderChanges = {
  /** Resolves at once when something changed since it resolved last. */
  next(signal?: AbortSignal): Promise<void>
  close(): void
}

export function watchFolder(directory: string): FolderChanges {
  let changed = false
  let wake: (() => void) | undefined
  const notify = () => {
    changed = true
    wake?.()
  }
  const watcher = tryWatch(directory, notify)

  return {
    async next(signal) {
      if (!changed && !signal?.aborted) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, POLL_MS)
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
          signal?.addEventListener('abort', wake, { once: true })
        })
        if (wake) signal?.removeEventListener('abort', wake)
        wake = undefined
      }
      changed = false
    },
    close: () => watcher?.close(),
  }
}

function tryWatch(directory: string, notify: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(directory, notify)
    watcher.on('error', () => watcher.close()) // the folder is gone, or watches are used up: polling goes on
    return watcher
  } catch {
    return undefined // the same, found out at once
  }
}
