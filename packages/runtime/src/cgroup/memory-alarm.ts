import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import type { GroupWatch } from './group-watch.ts'

/** Groups of v1 whose memory one process of berth-init watches: native/watch-memory.c. */
export type MemoryAlarm = {
  /** Wakes before the kernel kills, and maybe once for several kills. */
  watch(group: string, wake: () => void): GroupWatch
  close(): void
}

type Watched = {
  readonly group: string
  /** false when nobody is interested any more; its place is free when the kernel says that the group went */
  open: boolean
  readonly wake: () => void
  readonly ready: () => void
  readonly gone: (error: Error) => void
}

type Helper = {
  readonly child: ChildProcess
  readonly input: Writable
  readonly watched: Map<number, Watched>
}

/** What one process can watch (native/watch-memory.c). */
const MOST = 8192

/** `root`: where the hierarchy of memory is mounted. The process starts with the first group, and again when it was killed. */
export function createMemoryAlarm({
  init,
  root,
}: {
  readonly init: string
  readonly root: string
}): MemoryAlarm {
  let helper: Helper | undefined

  return {
    watch(group, wake) {
      let watched: Watched | undefined
      const ready = new Promise<void>((resolve, reject) => {
        watched = { group, open: true, wake, ready: resolve, gone: reject }
        add(watched)
      })
      return {
        ready,
        close() {
          if (watched) watched.open = false
        },
      }
    },
    close() {
      const { child } = helper ?? {}
      helper = undefined
      child?.kill()
    },
  }

  function add(watched: Watched): void {
    helper ??= open()
    const number = freeNumber(helper.watched)
    helper.watched.set(number, watched)
    helper.input.write(`${number} ${watched.group.replace(/^\//, '')}\n`)
  }

  function open(): Helper {
    const child = spawn(init, ['watch-memory', root], {
      argv0: 'berth-init',
      detached: true, // a signal to our process group is none of its business
      stdio: ['pipe', 'pipe', 'ignore'],
      env: {},
      cwd: '/',
    })
    const watched = new Map<number, Watched>()
    let worked = false
    createInterface({ input: child.stdout }).on('line', (line) => {
      worked = true
      hear(watched, line)
    })
    const lost = () => {
      if (helper?.child !== child) return
      helper = undefined
      const left = [...watched.values()].filter(({ open }) => open)
      if (worked) return left.forEach(add) // what never worked would not work now
      for (const { gone } of left) gone(new Error('the process that watches memory does not run'))
    }
    child.on('error', lost)
    child.on('exit', lost)
    child.stdin.on('error', lost)
    detach(child, child.stdin, child.stdout)
    return { child, input: child.stdin, watched }
  }
}

function hear(watched: Map<number, Watched>, line: string): void {
  const [number, word] = line.split(' ')
  const found = watched.get(Number(number))
  if (word === 'ready') return found?.ready()
  if (word === 'oom') {
    if (found?.open) found.wake()
    return
  }
  watched.delete(Number(number))
  found?.gone(new Error('the group is gone, or its memory cannot be watched'))
}

function freeNumber(watched: ReadonlyMap<number, unknown>): number {
  for (let number = 0; number < MOST; number++) if (!watched.has(number)) return number
  throw new RangeError(`the memory of more than ${MOST} groups cannot be watched`)
}

/** It must not keep this process alive. */
function detach(child: ChildProcess, ...streams: readonly (Readable | Writable)[]): void {
  child.unref()
  for (const stream of streams) if ('unref' in stream && typeof stream.unref === 'function') stream.unref()
}
