import { buildsJobSchema, type ConvergeJob, convergeJobSchema } from '@berth/protocol'
import { connectForWorker } from './connect-redis.ts'
import type { Log } from './log.ts'
import { type QueueWorker, startWorker } from './worker.ts'

/** The agent's side of its node's queue; `queue` is what the gateway answered to `node.hello`. */
export function createNodeWorker(options: {
  redisUrl: string
  queue: { name: string; username: string; password: string }
  onConverge: (job: ConvergeJob) => Promise<void>
  /** its builds changed */
  onBuilds?: () => Promise<void>
  log: Log
}): QueueWorker {
  const { queue, log, onConverge, onBuilds = async () => undefined } = options
  const redis = connectForWorker(options.redisUrl, log, queue)
  return startWorker({
    queue: queue.name,
    redis,
    concurrency: 8,
    handle: (data) =>
      buildsJobSchema.safeParse(data).success ? onBuilds() : onConverge(convergeJobSchema.parse(data)),
    log,
  })
}
