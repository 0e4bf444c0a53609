import type { Env } from '../env.ts'
import type { Paths } from './paths.ts'
import { checkExternalEngines } from './external-engines.ts'
import { clusterDir, embeddedDatabaseUrl, ensureCluster, postgresSpec } from './postgres.ts'
import type { ProcessName } from './process-spec.ts'
import { embeddedRedisUrls, type RedisUrls, redisSpec, writeRedisUsers } from './redis.ts'
import { forgetStalePostmaster } from './stale-postmaster.ts'
import type { Supervisor } from './supervisor.ts'
import type { UserIds } from './users.ts'

export type Engines = { readonly databaseUrl: string; readonly redis: RedisUrls }

/** Our own Postgres and Redis, each unless the environment names another. */
export async function startEngines(deps: {
  readonly paths: Paths
  readonly users: UserIds
  readonly env: Env
  readonly supervisor: Supervisor
}): Promise<Engines> {
  const { paths, users, env, supervisor } = deps
  await checkExternalEngines(env)
  const database = async () => {
    if (env.DATABASE_URL) return env.DATABASE_URL
    await ensureCluster(paths, users)
    await forgetStalePostmaster(clusterDir(paths))
    await supervisor.start(postgresSpec(paths))
    return embeddedDatabaseUrl(paths)
  }
  const redis = async () => {
    if (env.REDIS_URL) return externalRedis(env.REDIS_URL)
    await writeRedisUsers(paths, users)
    await supervisor.start(redisSpec(paths))
    return await embeddedRedisUrls(paths)
  }
  const [databaseUrl, redisUrls] = await Promise.all([database(), redis()])
  return { databaseUrl, redis: redisUrls }
}

export function externalEngines(env: Env): ProcessName[] {
  return [
    ...(env.DATABASE_URL ? (['postgres'] as const) : []),
    ...(env.REDIS_URL ? (['redis'] as const) : []),
  ]
}

/** A node is never given the platform's own user, which stands before the host, or behind the path of a socket. */
export function externalRedis(url: string): RedisUrls {
  const withoutUser = new URL(url)
  withoutUser.username = ''
  withoutUser.password = ''
  for (const name of ['username', 'password']) withoutUser.searchParams.delete(name)
  return { control: url, web: url, agent: withoutUser.href }
}
