import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Paths } from './paths.ts'
import type { ProcessSpec } from './process-spec.ts'
import { pingRedis } from './redis-ping.ts'
import type { UserIds } from './users.ts'
import { writeFileAtomic } from './write-file.ts'

/** Redis users: control also makes those of the nodes, web may neither administer nor flush. */
const RULES = {
  control: '~* &* +@all',
  web: '~* &* +@all -@admin -@dangerous +info +client',
} as const

type RedisUser = keyof typeof RULES
export type RedisUrls = Readonly<Record<RedisUser | 'agent', string>>

/** The agent's has no user: the gateway tells it one that reaches its own queue and nothing else. */
export async function embeddedRedisUrls(paths: Paths): Promise<RedisUrls> {
  const base = `unix://${paths.sockets.redis}`
  const urlOf = async (user: RedisUser) => {
    const query = new URLSearchParams({ username: user, password: await readPassword(paths, user) })
    return `${base}?${query.toString()}`
  }
  return { control: await urlOf('control'), web: await urlOf('web'), agent: base }
}

/** Redis reads its users from a file that holds hashes only. Source: redis.io, ACL. */
export async function writeRedisUsers(paths: Paths, users: UserIds): Promise<void> {
  const lines = await Promise.all(
    Object.entries(RULES).map(async ([user, rules]) => {
      const password = await readPassword(paths, user as RedisUser)
      return `user ${user} on #${createHash('sha256').update(password).digest('hex')} ${rules}`
    }),
  )
  await writeFileAtomic(path.join(paths.dir, 'redis/users.acl'), `user default off\n${lines.join('\n')}\n`, {
    mode: 0o400,
    uid: users.uid['berth-redis'],
    gid: users.gid,
  })
}

export function redisSpec(paths: Paths): ProcessSpec {
  const dir = path.join(paths.runData, 'redis')
  const options = {
    port: '0',
    unixsocket: paths.sockets.redis,
    unixsocketperm: '770',
    dir,
    appendonly: 'yes',
    save: '',
    'maxmemory-policy': 'noeviction',
    aclfile: path.join(dir, 'users.acl'),
  }
  return {
    name: 'redis',
    command: '/usr/bin/redis-server',
    args: Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]),
    env: { PATH: '/usr/bin:/bin' },
    cwd: '/',
    user: 'berth-redis',
    capabilities: [],
    leftovers: [paths.sockets.redis],
    ready: async () => answersPing(paths.sockets.redis, await readPassword(paths, 'web')),
    readyWithinMs: 60_000,
    stop: { signal: 'SIGTERM', timeoutMs: 10_000 },
  }
}

/** While Redis still reads its data, it lets a user in but does not answer with PONG. */
async function answersPing(socketPath: string, password: string): Promise<boolean> {
  const address = { at: { path: socketPath }, tls: false, username: 'web', password }
  return await pingRedis(address).then(
    (answer) => answer === 'PONG',
    () => false, // it does not listen yet
  )
}

async function readPassword(paths: Paths, user: RedisUser): Promise<string> {
  return (await readFile(path.join(paths.secrets, `redis.${user}`), 'utf8')).trim()
}
