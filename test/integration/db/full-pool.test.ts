import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDb, type Db } from '../../../packages/db/src/index.ts'
import { startPostgres, type TestPostgres } from '../../support/postgres.ts'

let postgres: TestPostgres
let db: Db

beforeAll(async () => {
  postgres = await startPostgres()
  db = createDb({ url: await postgres.createDatabase(), poolSize: 2 })
})
afterAll(async () => {
  await db?.$disconnect()
  await postgres?.stop()
})

test('a transaction that gets no connection in its time is to be tried again, and goes through later', async () => {
  const { promise: end, resolve: release } = Promise.withResolvers<void>()
  const begun = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const holders = begun.map(({ resolve }) =>
    db.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT 1`
      resolve()
      await end
    }),
  )
  await Promise.all(begun.map(({ promise }) => promise))
  const late = () => db.$transaction((tx) => tx.$queryRaw`SELECT 1 AS one`, { maxWait: 100 })
  await expect(late()).rejects.toMatchObject({
    code: 'db.unavailable',
    kind: 'unavailable',
    cause: { code: 'P2028' },
  })
  release()
  await Promise.all(holders)
  expect(await late()).toEqual([{ one: 1 }])
})

test('who waits in line for a connection waits longer than for a Postgres that is away', async () => {
  const holding = Promise.all([1, 2].map(() => db.$queryRaw`SELECT pg_sleep(6)::text`))
  const started = performance.now()
  const waiting = [
    db.$queryRaw`SELECT 1 AS one`,
    db.$prepared`SELECT 1 AS one`,
    db.$transaction(async () => 1),
  ]
  expect(await Promise.all(waiting)).toEqual([[{ one: 1 }], [{ one: 1 }], 1])
  expect(performance.now() - started).toBeGreaterThan(5_000)
  await holding
})

test('a Postgres that takes a connection and says nothing is away soon', async () => {
  const silent = createServer().listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const { port } = silent.address() as AddressInfo
  const mute = createDb({ url: `postgres://nobody@127.0.0.1:${port}/none` })
  const started = performance.now()
  await expect(mute.$queryRaw`SELECT 1`).rejects.toMatchObject({ code: 'db.unavailable' })
  expect(performance.now() - started).toBeLessThan(25_000) // its line would be waited for longer
  await mute.$disconnect()
  silent.close()
})

test('what misuses a transaction keeps its own error', async () => {
  const past = await db.$transaction((tx) => Promise.resolve(tx))
  await expect(past.$queryRaw`SELECT 1`).rejects.not.toMatchObject({ code: 'db.unavailable' })
})
