import { readFileSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { BerthError } from '@berth/core'
import { readCounter } from './cgroup/readings.ts'

/** Holds all processes of a container where they are, by its group of the second hierarchy (cgroup-v2.rst, cgroup.freeze). */
export type ContainerFreezer = {
  /** Resolves when none of them runs any more. Errors: runtime.unsupported on v1 alone, container.wrong_state. */
  freeze(id: string): Promise<void>
  /** Idempotent, also for what has ended. */
  thaw(id: string): Promise<void>
  isFrozen(id: string): boolean
}

const TRIES = 500
const PAUSE_MS = 10

/** `groupOf`: folder of the container's group in the second hierarchy, empty where there is none. */
export function createContainerFreezer(groupOf: (id: string) => string): ContainerFreezer {
  const write = (id: string, value: '0' | '1') =>
    writeFile(join(groupOf(id), 'cgroup.freeze'), value, { flag: 'r+' })

  return {
    async freeze(id) {
      if (groupOf(id) === '') throw noHierarchy()
      await write(id, '1')
      if (await settles(join(groupOf(id), 'cgroup.events'))) return
      await write(id, '0')
      throw new BerthError('container.wrong_state', 'its processes wait for the kernel: pause it later', {
        details: { id },
      })
    },
    async thaw(id) {
      if (groupOf(id) === '') return
      await write(id, '0').catch(ignoreGone)
    },
    isFrozen(id) {
      if (groupOf(id) === '') return false
      try {
        // a file of the kernel: a thread for it would cost more than reading it
        return readFileSync(join(groupOf(id), 'cgroup.freeze'), 'utf8').trim() === '1'
      } catch (error) {
        ignoreGone(error)
        return false
      }
    },
  }
}

async function settles(events: string): Promise<boolean> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    if (readCounter(await readFile(events, 'utf8'), 'frozen') === 1) return true
    await delay(PAUSE_MS)
  }
  return false
}

function ignoreGone(error: unknown): void {
  if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENODEV'))
    return
  throw error
}

function noHierarchy(): BerthError {
  return new BerthError(
    'runtime.unsupported',
    'containers cannot be paused here: mount cgroup2 beside the controllers of version 1',
  )
}
