import { Worker } from 'node:worker_threads'
import { BerthError } from '@berth/core'
import type { LabFiles, LabReading } from '@berth/lab'
import type { ReadFiles } from '@berth/sandbox/labs'
import { createTurns } from './turns.ts'

/** Beside this file, or beside the bundle that it is in. */
const THREAD = import.meta.url.endsWith('.ts') ? './read-lab-thread.ts' : './read-lab-thread.js'

/** The longest instructions that may be take a small part of it, on a machine that does nothing else. */
const LONGEST_MS = 10_000
const MEMORY_MB = 256
/** A thread that nobody needs gives its memory back. */
const IDLE_MS = 60_000

/**
 * Reads what authors of labs wrote in a thread of its own, one after the other and tenants in turn: whatever it takes,
 * pages and sockets of others do not wait for it. What takes too long or too much memory ends with its thread.
 */
export function createLabReader(thread: URL = new URL(THREAD, import.meta.url)): ReadFiles {
  const turns = createTurns()
  let worker: Worker | undefined
  let idle: NodeJS.Timeout | undefined

  return (tenantId, files) => turns.take(tenantId, () => read(files))

  async function read(files: LabFiles): Promise<LabReading> {
    clearTimeout(idle)
    worker ??= startThread()
    try {
      return await ask(worker, files)
    } catch (error) {
      end()
      throw error
    } finally {
      idle = setTimeout(end, IDLE_MS).unref()
    }
  }

  function startThread(): Worker {
    const started = new Worker(thread, { resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB } })
    started.unref() // never what keeps the process alive
    return started
  }

  function end(): void {
    void worker?.terminate()
    worker = undefined
  }
}

async function ask(worker: Worker, files: LabFiles): Promise<LabReading> {
  const { promise, resolve, reject } = Promise.withResolvers<LabReading>()
  const timer = setTimeout(() => reject(tooSlow()), LONGEST_MS)
  worker.once('message', resolve)
  worker.once('error', reject)
  try {
    worker.postMessage(files)
    return await promise
  } catch (error) {
    throw isOutOfMemory(error) ? tooSlow(error) : error
  } finally {
    clearTimeout(timer)
    worker.off('message', resolve)
    worker.off('error', reject)
  }
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
}

function tooSlow(cause?: unknown): BerthError {
  return new BerthError('lab.too_slow', 'the files of the lab take too long to read: make them shorter', {
    cause,
  })
}
