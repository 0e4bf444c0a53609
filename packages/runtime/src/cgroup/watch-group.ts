import { spawn } from 'node:child_process'
import { type FSWatcher, watch } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { readOrEmpty } from './files.ts'
import { type CgroupLayout, homeOf } from './layout.ts'
import { readCounter } from './readings.ts'

const LOOK_TRIES = 20
const LOOK_PAUSE_MS = 10
const FORKS_EVERY_MS = 1000

export type GroupEvents = {
  /** processes that the kernel killed because the group's memory was used up: how many in all */
  readonly outOfMemory: (kills: number) => void
  /** forks that were refused because the group has as many processes as it may: how many in all */
  readonly outOfPids: (times: number) => void
}

export type GroupWatch = {
  /** when every event from here on is told */
  readonly ready: Promise<void>
  close(): void
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
  const memory = homeOf(layout, 'memory')
  const pids = homeOf(layout, 'pids')
  const parts = [
    ...(memory?.version === 2
      ? [watchFile(join(memory.mount, group, 'memory.events'), 'oom_kill', events.outOfMemory)]
      : []),
    ...(memory?.version === 1 ? [watchMemory(init, join(memory.mount, group), events.outOfMemory)] : []),
    ...(pids?.version === 2
      ? [watchFile(join(pids.mount, group, 'pids.events'), 'max', events.outOfPids)]
      : []),
    ...(pids?.version === 1 ? [lookAtForks(join(pids.mount, group), events.outOfPids)] : []),
  ]
  return {
    ready: Promise.all(parts.map(({ ready }) => ready)).then(() => undefined),
    close: () => {
      for (const part of parts) part.close()
    },
  }
}

function watchFile(file: string, key: string, tell: (count: number) => void): GroupWatch {
  const told = createTeller(file, key, tell)
  const watcher: FSWatcher = watch(file, { persistent: false }, () => void told.look())
  // the group was removed: nothing more will come
  watcher.on('error', () => watcher.close())
  return { ready: told.begin(), close: () => watcher.close() }
}

function lookAtForks(folder: string, tell: (count: number) => void): GroupWatch {
  const told = createTeller(join(folder, 'pids.events'), 'max', tell)
  const timer = setInterval(() => void told.look(), FORKS_EVERY_MS).unref()
  return { ready: told.begin(), close: () => clearInterval(timer) }
}

/** native/watch-memory.c says `ready`, then `oom` each time; the count is read, because one wake may stand for several. */
function watchMemory(init: string, folder: string, tell: (count: number) => void): GroupWatch {
  const told = createTeller(join(folder, 'memory.oom_control'), 'oom_kill', tell)
  const child = spawn(init, ['watch-memory', folder], { stdio: ['ignore', 'pipe', 'ignore'] })
  const ready = new Promise<void>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', () => reject(new Error(`the memory of ${folder} cannot be watched`)))
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line === 'ready') void told.begin().then(resolve, reject)
      else void lookUntilTold(told.look)
    })
  })
  return { ready, close: () => child.kill() }
}

/** Tells a counter each time that it has grown. */
function createTeller(file: string, key: string, tell: (count: number) => void) {
  let last = 0
  const read = async () => readCounter(await readOrEmpty(file), key)
  return {
    async begin(): Promise<void> {
      last = await read()
    },
    /** whether there was something new */
    look: async (): Promise<boolean> => {
      const now = await read()
      if (now <= last) return false
      last = now
      tell(now)
      return true
    },
  }
}

/** v1 wakes its listeners before it chooses whom to kill, and the kill is what is counted. */
async function lookUntilTold(look: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < LOOK_TRIES; attempt++) {
    if (await look()) return
    await delay(LOOK_PAUSE_MS)
  }
}
