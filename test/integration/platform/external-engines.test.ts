import { readdir } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deployBusybox, serveText } from '../../support/deploy.ts'
import { runBerth, startPlatform, type TestPlatform } from '../../support/platform.ts'
import { startPostgres, type TestPostgres } from '../../support/postgres.ts'
import { startRedis, type TestRedis } from '../../support/redis.ts'
import { openTcpWay, type TcpWay } from '../../support/tcp-way.ts'
import { visit } from '../../support/visit.ts'

let postgres: TestPostgres
let redis: TestRedis
let ways: { readonly postgres: TcpWay; readonly redis: TcpWay }
let env: { readonly DATABASE_URL: string; readonly REDIS_URL: string }
let platform: TestPlatform

beforeAll(async () => {
  postgres = await startPostgres()
  redis = await startRedis()
  const database = new URL(await postgres.createDatabase())
  ways = {
    postgres: await openTcpWay(`${database.searchParams.get('host')}/.s.PGSQL.5432`),
    redis: await openTcpWay(new URL(redis.bareUrl).pathname),
  }
  env = {
    DATABASE_URL: `postgresql://berth@127.0.0.1:${ways.postgres.port}${database.pathname}`,
    REDIS_URL: `redis://admin:admin@127.0.0.1:${ways.redis.port}`,
  }
  platform = await startPlatform({ env })
})
afterAll(async () => {
  await platform?.stop()
  await Promise.all([ways?.postgres.close(), ways?.redis.close()])
  await Promise.all([postgres?.stop(), redis?.stop()])
})

const up = () => runBerth(['up', '--detach', '--data', platform.dir], { env })

test('with engines of its own elsewhere a platform starts none, and status does not list them', async () => {
  const processes = await platform.json<{ name: string; state: string }[]>(['status', '--data', platform.dir])
  expect(processes.map(({ name, state }) => `${name} ${state}`)).toEqual([
    'door running',
    'control running',
    'web running',
    'lessons running',
    'agent running',
    'resolver running',
  ])
  expect(await readdir(`${platform.dir}/postgres`)).toEqual([])
  expect(await readdir(`${platform.dir}/redis`)).toEqual([])
})

test('an app is deployed, answers, and can be entered', async () => {
  const { url } = await deployBusybox(platform, 'outside', serveText('from outside'), ['--port', '8080'])
  expect(await visit(url)).toMatchObject({ status: 200, body: 'from outside\n' })
  expect(await platform.run(['exec', 'outside', '--', 'echo', 'in'])).toMatchObject({
    code: 0,
    stdout: 'in\n',
  })
})

test('an engine that does not answer is named within seconds, with what to do', async () => {
  expect(await runBerth(['down', '--data', platform.dir])).toMatchObject({ code: 0 })
  await ways.redis.close()
  const withoutRedis = await up()
  expect(withoutRedis.code).toBe(1)
  expect(withoutRedis.stderr).toMatch(
    /^berth: the Redis of REDIS_URL at 127.0.0.1 port \d+ does not answer .*ECONNREFUSED.*: start it, or correct REDIS_URL$/m,
  )
  await ways.postgres.close()
  const without = await up()
  expect(without.code).toBe(1)
  expect(without.stderr).toMatch(
    /^berth: the Postgres of DATABASE_URL at 127.0.0.1 port \d+ does not answer .*: start it, or correct DATABASE_URL$/m,
  )
}, 30_000)
