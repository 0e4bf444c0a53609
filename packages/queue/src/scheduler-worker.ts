import { SCHEDULER_QUEUE, type ScheduleJob, scheduleJobSchema } from '@berth/protocol'
import { connectForWorker } from './connect-redis.ts'
import type { Log } from './log.ts'
import { type QueueWorker, startWorker } from './worker.ts'

/** Control's side of the scheduler's queue; several control processes share it, each hint wakes one of them. */
export function createSchedulerWorker(options: {
  redisUrl: string
  onWake: (job: ScheduleJob) => Promise<void>
  log: Log
}): QueueWorker {
  const { log, onWake } = options
  return startWorker({
    queue: SCHEDULER_QUEUE,
    redis: connectForWorker(options.redisUrl, log),
    concurrency: 4,
    handle: (data) => onWake(scheduleJobSchema.parse(data)),
    log,
  })
}
