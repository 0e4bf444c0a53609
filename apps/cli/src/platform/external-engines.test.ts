import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { checkExternalEngines, postgresPlace, redisAddress } from './external-engines.ts'

/** Answers whatever comes with the same text. */
async function serverThatSays(text: string): Promise<number> {
  const server = createServer((socket) => socket.on('error', () => undefined).end(text)).listen(
    0,
    '127.0.0.1',
  )
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port
}

test('addresses are understood in every form that the processes take', () => {
  expect(postgresPlace('postgresql://u:p@db.local/berth')).toEqual({ host: 'db.local', port: 5432 })
  expect(postgresPlace('postgres://u@localhost:6000/berth?host=%2Frun%2Fpg')).toEqual({
    path: '/run/pg/.s.PGSQL.6000',
  })
  expect(redisAddress('rediss://me:p%40ss@[::1]:7000/2')).toEqual({
    at: { host: '::1', port: 7000 },
    tls: true,
    username: 'me',
    password: 'p@ss',
  })
  expect(redisAddress('unix:///run/redis.sock?username=a&password=b')).toEqual({
    at: { path: '/run/redis.sock' },
    tls: false,
    username: 'a',
    password: 'b',
  })
})

test('nothing is checked when the environment names no engine', async () => {
  await expect(checkExternalEngines({})).resolves.toBeUndefined()
})

test('an engine that is not there is named, without its password', async () => {
  const postgres = checkExternalEngines({ DATABASE_URL: 'postgresql://u:hunter2@127.0.0.1:1/berth' })
  await expect(postgres).rejects.toThrow(
    /^the Postgres of DATABASE_URL at 127.0.0.1 port 1 does not answer \(.*ECONNREFUSED.*correct DATABASE_URL$/,
  )
  const redis = checkExternalEngines({ REDIS_URL: 'unix:///nonexistent.sock?password=hunter2' })
  await expect(redis).rejects.toThrow(
    /^the Redis of REDIS_URL at \/nonexistent.sock does not answer as it should \(.*ENOENT.*correct REDIS_URL$/,
  )
})

test('a wrong password and a wrong program are said', async () => {
  const refusing = await serverThatSays('-WRONGPASS invalid username-password pair\r\n')
  const redis = checkExternalEngines({ REDIS_URL: `redis://:x@127.0.0.1:${refusing}` })
  await expect(redis).rejects.toThrow('WRONGPASS invalid')
  const web = await serverThatSays('HTTP/1.1 400 Bad Request\r\n\r\n')
  const postgres = checkExternalEngines({ DATABASE_URL: `postgresql://u@127.0.0.1:${web}/berth` })
  await expect(postgres).rejects.toThrow('who answers is no Postgres')
})

test('an engine that answers is well', async () => {
  const redis = await serverThatSays('+OK\r\n+PONG\r\n')
  const postgres = await serverThatSays('N')
  await checkExternalEngines({
    DATABASE_URL: `postgresql://u@127.0.0.1:${postgres}/berth`,
    REDIS_URL: `redis://:x@127.0.0.1:${redis}`,
  })
})
