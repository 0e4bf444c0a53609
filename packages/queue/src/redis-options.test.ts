import { expect, test } from 'vitest'
import { parseRedisUrl } from './redis-options.ts'

test.each([
  [
    'unix:///run/berth/abc123/redis/redis.sock?username=web&password=a%2Fb',
    { path: '/run/berth/abc123/redis/redis.sock', username: 'web', password: 'a/b', db: 0 },
  ],
  ['unix:///run/redis.sock', { path: '/run/redis.sock', db: 0 }],
  [
    'redis://me:p%40ss@redis.local:6380/2',
    { host: 'redis.local', port: 6380, username: 'me', password: 'p@ss', db: 2 },
  ],
  ['redis://[::1]', { host: '::1', port: 6379, db: 0 }],
  ['rediss://redis.local', { host: 'redis.local', port: 6379, db: 0, tls: {} }],
])('%s is understood', (url, expected) => {
  expect(parseRedisUrl(url)).toEqual(expected)
})

test('another kind of address is refused, without printing it: it may hold a password', () => {
  expect(() => parseRedisUrl('http://user:hunter2@host')).toThrow(/must start with unix/)
  expect(() => parseRedisUrl('nonsense')).toThrow(/must start with unix/)
})
