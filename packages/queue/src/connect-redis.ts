import { Redis } from 'ioredis'
import type { Log } from './log.ts'
import { parseRedisUrl } from './redis-options.ts'

/** For commands that a request waits for: while Redis is away they fail at once instead of queueing up. */
export function connectForHints(redisUrl: string, log: Log): Redis {
  return connect(redisUrl, log, {
    enableOfflineQueue: false,
    // BullMQ refuses a limit on a connection that it blocks on; this one it only adds with.
    maxRetriesPerRequest: null,
    autoResendUnfulfilledCommands: false,
    commandTimeout: 2_000,
  })
}

/** For a worker, which waits for Redis as long as it takes. */
export function connectForWorker(
  redisUrl: string,
  log: Log,
  credentials: { username?: string; password?: string } = {},
): Redis {
  return connect(redisUrl, log, { ...credentials, maxRetriesPerRequest: null })
}

function connect(redisUrl: string, log: Log, options: object): Redis {
  const redis = new Redis({ ...parseRedisUrl(redisUrl), ...options, retryStrategy: backoff })
  let away = false
  // one line per outage, not one per attempt
  redis.on('error', (error: Error) => {
    if (!away) log.warn({ err: error }, 'redis cannot be reached: trying again')
    away = true
  })
  redis.on('ready', () => {
    if (away) log.info({}, 'redis is back')
    away = false
  })
  return redis
}

function backoff(attempt: number): number {
  return Math.min(50 * 2 ** Math.min(attempt, 6), 2_000)
}
