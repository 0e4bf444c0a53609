import { join } from 'node:path'
import type { CountEvents } from './group-watch.ts'
import { type CgroupLayout, homeOf } from './layout.ts'
import { watchFile } from './watch-file.ts'

/** Forks that a limit refused, told by inotify on v2; of v1 the kernel tells nobody since Linux 6.11. */
export function createForkEvents(layout: CgroupLayout): CountEvents {
  const home = homeOf(layout, 'pids')
  return {
    watch: (group, tell) =>
      home?.version === 2
        ? watchFile(join(home.mount, group, 'pids.events'), 'max', tell)
        : { ready: Promise.resolve(), close: () => undefined },
    close: () => undefined,
  }
}
