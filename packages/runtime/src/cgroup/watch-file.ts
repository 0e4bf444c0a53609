import { watch } from 'node:fs'
import { createGrowingCounter } from './growing-counter.ts'
import type { GroupWatch } from './group-watch.ts'

/** A file `*.events` of v2, which the kernel tells of by inotify. */
export function watchFile(file: string, key: string, tell: (count: number) => void): GroupWatch {
  const counter = createGrowingCounter({ file, key, tell })
  const watcher = watch(file, { persistent: false }, () => void counter.look())
  // the group was removed: nothing more will come
  watcher.on('error', () => watcher.close())
  return { ready: counter.begin(), close: () => watcher.close() }
}
