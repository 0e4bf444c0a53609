import { join } from 'node:path'
import type { CountEvents } from './group-watch.ts'
import { createGrowingCounter } from './growing-counter.ts'
import { type CgroupLayout, homeOf } from './layout.ts'
import { createMemoryAlarm } from './memory-alarm.ts'
import { watchFile } from './watch-file.ts'

/**
 * Processes that the kernel killed because the memory of a group was used up: v2 by inotify, v1 by an eventfd that
 * berth-init holds.
 */
export function createMemoryEvents({ layout, init }: { layout: CgroupLayout; init: string }): CountEvents {
  const home = homeOf(layout, 'memory')
  if (home?.version === 2) {
    return {
      watch: (group, tell) => watchFile(join(home.mount, group, 'memory.events'), 'oom_kill', tell),
      close: () => undefined,
    }
  }
  if (!home)
    return { watch: () => ({ ready: Promise.resolve(), close: () => undefined }), close: () => undefined }
  const alarm = createMemoryAlarm({ init, root: home.mount })
  return {
    watch(group, tell) {
      const file = join(home.mount, group, 'memory.oom_control')
      const counter = createGrowingCounter({ file, key: 'oom_kill', tell })
      // the kill is what is counted, and it comes after the wake
      const watch = alarm.watch(group, () => counter.lookUntilGrown())
      return { ready: watch.ready.then(() => counter.begin()), close: () => watch.close() }
    },
    close: () => alarm.close(),
  }
}
