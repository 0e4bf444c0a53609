import { Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import type { Log } from './log.ts'

export type QueueWorker = { close(): Promise<void> }

type WorkerOptions = {
  readonly queue: string
  readonly redis: Redis
  readonly concurrency: number
  readonly handle: (data: unknown) => Promise<void>
  readonly log: Log
}

const FIRST_HOLD_MS = 500
const LONGEST_HOLD_MS = 30_000

/** Runs jobs; a job that fails is logged and forgotten, because it was only a hint. */
export function startWorker({ queue, redis, concurrency, handle, log }: WorkerOptions): QueueWorker {
  const worker = new Worker(queue, (job) => handle(job.data), { connection: redis, concurrency })
  const hold = holdBack(worker)
  worker.on('failed', (_job, error) => log.warn({ err: error, queue }, 'a hint could not be followed'))
  worker.on('completed', () => hold.reset())
  worker.on('error', (error) => {
    if (hold.next()) log.warn({ err: error, queue }, 'queue refused us: waiting before the next try')
  })
  return {
    async close() {
      hold.stop()
      await worker.close(true)
      redis.disconnect()
    },
  }
}

/** A worker that Redis refuses (NOPERM) asks again at once, thousands of times a second: it is paused for a while. */
function holdBack(worker: Worker) {
  let delay = FIRST_HOLD_MS
  let timer: NodeJS.Timeout | undefined
  return {
    /** False when it is held back already. */
    next(): boolean {
      if (timer) return false
      void worker.pause(true)
      timer = setTimeout(() => {
        timer = undefined
        void worker.resume()
      }, delay)
      delay = Math.min(delay * 2, LONGEST_HOLD_MS)
      return true
    },
    reset(): void {
      delay = FIRST_HOLD_MS
    },
    stop(): void {
      clearTimeout(timer)
    },
  }
}
