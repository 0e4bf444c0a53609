import { BerthError } from '@berth/core'
import type { Env } from '../env.ts'
import { askPostgres } from './ask-postgres.ts'
import { pingRedis, type RedisAddress } from './redis-ping.ts'

const PATIENCE_MS = 5_000

type Place = RedisAddress['at']

/**
 * The engines that the environment names answer. Errors: config.invalid, db.unavailable, queue.unavailable; they name
 * the place and never the password.
 */
export async function checkExternalEngines(env: Pick<Env, 'DATABASE_URL' | 'REDIS_URL'>): Promise<void> {
  await Promise.all([
    env.DATABASE_URL ? checkPostgres(env.DATABASE_URL) : undefined,
    env.REDIS_URL ? checkRedis(env.REDIS_URL) : undefined,
  ])
}

async function checkPostgres(url: string): Promise<void> {
  const at = postgresPlace(url)
  await askPostgres(at, PATIENCE_MS).catch((cause: Error) => {
    throw new BerthError(
      'db.unavailable',
      `the Postgres of DATABASE_URL at ${nameOf(at)} does not answer (${reasonOf(cause)}): start it, or correct DATABASE_URL`,
      { cause },
    )
  })
}

async function checkRedis(url: string): Promise<void> {
  const address = redisAddress(url)
  const answer = await pingRedis(address, PATIENCE_MS).catch(reasonOf)
  if (answer === 'PONG') return
  throw new BerthError(
    'queue.unavailable',
    `the Redis of REDIS_URL at ${nameOf(address.at)} does not answer as it should (${answer}): start it, or correct REDIS_URL`,
  )
}

/** `postgresql://user@host:5432/database`, or with `?host=/folder/of/the/socket`. */
export function postgresPlace(text: string): Place {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^postgres(ql)?:$/.test(url.protocol)) {
    throw new BerthError('config.invalid', 'DATABASE_URL must begin with postgresql://')
  }
  const port = Number(url.port || 5432)
  const host = url.searchParams.get('host') ?? hostOf(url)
  return host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host: host || 'localhost', port }
}

/** `redis://user:password@host:6379`, `rediss://…` with TLS, or `unix:///socket?username=…&password=…`. */
export function redisAddress(text: string): RedisAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined
  switch (url?.protocol) {
    case 'unix:': {
      const { searchParams: query } = url
      const at = { path: decodeURIComponent(url.pathname) }
      return { at, tls: false, ...credentials(query.get('username') ?? '', query.get('password') ?? '') }
    }
    case 'redis:':
    case 'rediss:': {
      const at = { host: hostOf(url), port: Number(url.port || 6379) }
      const login = credentials(decodeURIComponent(url.username), decodeURIComponent(url.password))
      return { at, tls: url.protocol === 'rediss:', ...login }
    }
    default:
      throw new BerthError('config.invalid', 'REDIS_URL must begin with redis://, rediss:// or unix://')
  }
}

function credentials(username: string, password: string): Pick<RedisAddress, 'username' | 'password'> {
  return { ...(username && { username }), ...(password && { password }) }
}

/** An IPv6 address stands in brackets. */
function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '')
}

function nameOf(at: Place): string {
  return 'path' in at ? at.path : `${at.host} port ${at.port}`
}

/** A name with several addresses fails with one error for all, which has a code and no message. */
function reasonOf(error: NodeJS.ErrnoException): string {
  return error.message || (error.code ?? error.name)
}
