import { BerthError } from '@berth/core'
import type { RedisOptions } from 'ioredis'

/**
 * `unix:///run/redis.sock?username=u&password=p&db=0`, `redis://user:password@host:6379/0` or `rediss://…` (TLS) as
 * ioredis wants them. Error: config.invalid.
 */
export function parseRedisUrl(text: string): RedisOptions {
  const url = URL.canParse(text) ? new URL(text) : undefined
  switch (url?.protocol) {
    case 'unix:':
      return unixOptions(url)
    case 'redis:':
      return tcpOptions(url)
    case 'rediss:':
      return { ...tcpOptions(url), tls: {} }
    default:
      throw new BerthError(
        'config.invalid',
        'the Redis address must start with unix://, redis:// or rediss://',
        {},
      )
  }
}

function unixOptions(url: URL): RedisOptions {
  const { searchParams: query } = url
  return {
    path: decodeURIComponent(url.pathname),
    ...credentials(query.get('username') ?? '', query.get('password') ?? ''),
    db: Number(query.get('db') ?? 0),
  }
}

function tcpOptions(url: URL): RedisOptions {
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''), // an IPv6 address stands in brackets
    port: Number(url.port || 6379),
    ...credentials(decodeURIComponent(url.username), decodeURIComponent(url.password)),
    db: Number(url.pathname.slice(1) || 0),
  }
}

function credentials(username: string, password: string): RedisOptions {
  return { ...(username && { username }), ...(password && { password }) }
}
