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

test('what misuses a transaction keeps its own error', async () => {
  const past = await db.$transaction((tx) => Promise.resolve(tx))
  await expect(past.$queryRaw`SELECT 1`).rejects.not.toMatchObject({ code: 'db.unavailable' })
})
