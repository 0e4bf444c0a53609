import { type ConvergeJob, nodeQueueName, SCHEDULER_QUEUE, type ScheduleJob } from '@berth/protocol'
import { type JobsOptions, Queue } from 'bullmq'
import { connectForHints } from './connect-redis.ts'
import type { Log } from './log.ts'

/**
 * Wakes whoever should look at Postgres again. Only hints: nothing here ever rejects or takes longer than two
 * seconds, because the reconciler looks every few seconds by itself.
 */
export type Queues = {
  wakeNode(nodeId: string, containerIds: readonly string[], generation: number): Promise<void>
  /** Its builds changed: it asks which. */
  wakeBuilder(nodeId: string): Promise<void>
  wakeScheduler(reason: string, appId?: string): Promise<void>
  close(): Promise<void>
}

/** Jobs that nobody takes: a node that comes back sends its whole inventory, so more hints than this help nobody. */
const MAX_WAITING = 1_000

export function createQueues(options: { redisUrl: string; log: Log }): Queues {
  const { log } = options
  const redis = connectForHints(options.redisUrl, log)
  const queues = new Map<string, Queue>()

  return {
    wakeNode(nodeId, containerIds, generation) {
      const job: ConvergeJob = { containerIds: [...containerIds], generation }
      return hint(
        nodeQueueName(nodeId),
        'converge',
        job,
        `${generation}-${containerIds.toSorted().join('-')}`,
      )
    },
    wakeBuilder(nodeId) {
      return hint(nodeQueueName(nodeId), 'builds', { builds: true }, 'builds')
    },
    wakeScheduler(reason, appId) {
      const job: ScheduleJob = { reason, ...(appId && { appId }) }
      return hint(SCHEDULER_QUEUE, 'schedule', job, appId ?? 'all')
    },
    async close() {
      await Promise.allSettled([...queues.values()].map((queue) => queue.close()))
      redis.disconnect()
    },
  }

  async function hint(name: string, kind: string, data: object, same: string): Promise<void> {
    if (redis.status !== 'ready') return log.debug({ queue: name }, 'no hint sent: redis is away')
    try {
      const queue = queueOf(name)
      if ((await queue.getWaitingCount()) >= MAX_WAITING) return
      await queue.add(kind, data, jobOptions(same))
    } catch (error) {
      log.warn({ err: error, queue: name }, 'no hint sent')
      forget(name)
    }
  }

  /** A queue whose first connection broke stays broken: the next hint makes another. */
  function forget(name: string): void {
    const broken = queues.get(name)
    queues.delete(name)
    broken?.close().catch((error: unknown) => log.debug({ err: error, queue: name }, 'queue not closed'))
  }

  function queueOf(name: string): Queue {
    const known = queues.get(name)
    if (known) return known
    const queue = new Queue(name, { connection: redis, streams: { events: { maxLen: 10 } } })
    queue.on('error', (error) => log.debug({ err: error, queue: name }, 'queue'))
    queues.set(name, queue)
    return queue
  }
}

/** A hint that waits already is not added again; one that comes while the same is worked on runs once more after it. */
function jobOptions(same: string): JobsOptions {
  return {
    deduplication: { id: same, keepLastIfActive: true },
    removeOnComplete: true,
    removeOnFail: true,
  }
}
