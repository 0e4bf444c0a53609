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

/** `root`: where the hierarchy of memory is mounted. It is started with the first group, and again when it was killed. */
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
      helper ??= open()
      const { input, watched } = helper
      const number = freeNumber(watched)
      const ready = new Promise<void>((resolve, reject) => {
        watched.set(number, { wake, ready: resolve, gone: reject })
        input.write(`${number} ${group.replace(/^\//, '')}\n`)
      })
      // its place is free again when the kernel says that the group went
      return { ready, close: () => void watched.set(number, nobody) }
    },
    close() {
      helper?.child.kill()
      helper = undefined
    },
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
    const lost = () => {
      if (helper?.child === child) helper = undefined
      for (const { gone } of watched.values()) gone(new Error('the process that watches memory has ended'))
      watched.clear()
    }
    child.on('error', lost)
    child.on('exit', lost)
    child.stdin.on('error', lost)
    createInterface({ input: child.stdout }).on('line', (line) => hear(watched, line))
    detach(child, child.stdin, child.stdout)
    return { child, input: child.stdin, watched }
  }
}

const nobody: Watched = { wake: () => undefined, ready: () => undefined, gone: () => undefined }

function hear(watched: Map<number, Watched>, line: string): void {
  const [number, word] = line.split(' ')
  const found = watched.get(Number(number))
  if (word === 'ready') found?.ready()
  else if (word === 'oom') found?.wake()
  else {
    watched.delete(Number(number))
    found?.gone(new Error('the group is gone, or its memory cannot be watched'))
  }
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
