import { join } from 'node:path'
import type { GroupWatch } from './group-watch.ts'
import { createGrowingCounter } from './growing-counter.ts'
import { type CgroupLayout, homeOf } from './layout.ts'
import { createMemoryEvents } from './memory-events.ts'
import { watchFile } from './watch-file.ts'

const FORKS_EVERY_MS = 1000

export type GroupEvents = {
  /** processes that the kernel killed because the group's memory was used up: how many in all */
  readonly outOfMemory: (kills: number) => void
  /** forks that were refused because the group has as many processes as it may: how many in all */
  readonly outOfPids: (times: number) => void
}

/**
 * The kernel tells: files `*.events` of v2 by inotify, memory of v1 by an eventfd that berth-init holds for as long as
 * this watches. Only forks that v1 refuses are looked for every second: since Linux 6.11 it tells nobody.
 */
export function watchGroup({
  layout,
  group,
  init,
  events,
}: {
  layout: CgroupLayout
  group: string
  init: string
  events: GroupEvents
}): GroupWatch {
  const memory = createMemoryEvents({ layout, init })
  const pids = homeOf(layout, 'pids')
  const parts = [
    memory.watch(group, events.outOfMemory),
    ...(pids?.version === 2
      ? [watchFile(join(pids.mount, group, 'pids.events'), 'max', events.outOfPids)]
      : []),
    ...(pids?.version === 1 ? [lookAtForks(join(pids.mount, group), events.outOfPids)] : []),
  ]
  return {
    ready: Promise.all(parts.map(({ ready }) => ready)).then(() => undefined),
    close: () => {
      for (const part of parts) part.close()
      memory.close()
    },
  }
}

function lookAtForks(folder: string, tell: (count: number) => void): GroupWatch {
  const counter = createGrowingCounter({ file: join(folder, 'pids.events'), key: 'max', tell })
  const timer = setInterval(() => void counter.look(), FORKS_EVERY_MS).unref()
  return { ready: counter.begin(), close: () => clearInterval(timer) }
}
