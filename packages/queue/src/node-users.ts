import { createHash } from 'node:crypto'
import { nodeQueueName } from '@berth/protocol'
import type { Redis } from 'ioredis'
import { connectForHints } from './connect-redis.ts'
import type { Log } from './log.ts'

/** Redis users of nodes. They live in Redis' memory, so they are made again whenever Redis comes back. */
export type NodeUsers = {
  /** Resolves also when Redis is away: the user is made as soon as it is there. */
  ensure(nodeId: string, password: string): Promise<void>
  remove(nodeId: string): Promise<void>
  close(): void
}

/** `redisUrl` must be of a user that may administer users. */
export function createNodeUsers(options: { redisUrl: string; log: Log }): NodeUsers {
  const { log } = options
  const redis = connectForHints(options.redisUrl, log)
  const wanted = new Map<string, string>()

  redis.on('ready', () => {
    for (const [nodeId, password] of wanted) void apply(nodeId, password)
  })

  return {
    async ensure(nodeId, password) {
      wanted.set(nodeId, password)
      await apply(nodeId, password)
    },
    async remove(nodeId) {
      wanted.delete(nodeId)
      if (redis.status === 'ready') await redis.acl('DELUSER', nodeUserName(nodeId))
    },
    close: () => redis.disconnect(),
  }

  async function apply(nodeId: string, password: string): Promise<void> {
    if (redis.status !== 'ready') return
    try {
      await ensureNodeUser(redis, nodeId, password)
    } catch (error) {
      log.warn({ err: error, nodeId }, 'the redis user of a node could not be made')
    }
  }
}

export function nodeUserName(nodeId: string): string {
  return `node-${nodeId}`
}

/** Makes or renews the user; idempotent, and connections that it has open go on. Source: redis.io, ACL SETUSER. */
async function ensureNodeUser(redis: Redis, nodeId: string, password: string): Promise<void> {
  const hash = createHash('sha256').update(password).digest('hex')
  await redis.acl('SETUSER', nodeUserName(nodeId), 'reset', 'on', `#${hash}`, ...nodeRules(nodeId))
}

/** What BullMQ's worker calls, on the keys of one queue; no channels, no names of other keys, nobody else's connections. */
function nodeRules(nodeId: string): string[] {
  const allowed = [
    'hash',
    'list',
    'set',
    'sortedset',
    'string',
    'stream',
    'keyspace',
    'connection',
    'transaction',
  ]
  return [
    `~bull:${nodeQueueName(nodeId)}:*`,
    ...allowed.map((category) => `+@${category}`),
    '-@admin',
    '-@dangerous',
    '-scan',
    '-randomkey',
    '-dbsize',
    '+eval',
    '+evalsha',
    '+time',
    '+info', // BullMQ asks for the version
  ]
}
