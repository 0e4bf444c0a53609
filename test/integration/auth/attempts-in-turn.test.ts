import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAttemptLimit } from '../../../packages/auth/src/attempts.ts'
import { createGuesses } from '../../../packages/auth/src/guesses.ts'
import { systemClock } from '../../../packages/core/src/index.ts'
import { createDb, type Db } from '../../../packages/db/src/index.ts'
import { startPostgres, type TestPostgres } from '../../support/postgres.ts'

let postgres: TestPostgres
let db: Db
let other: Db

beforeAll(async () => {
  postgres = await startPostgres()
  const url = await postgres.createDatabase()
  db = createDb({ url, poolSize: 4 })
  other = createDb({ url, poolSize: 1 })
})
afterAll(async () => {
  await Promise.all([db?.$disconnect(), other?.$disconnect()])
  await postgres?.stop()
})

const IP = '192.0.2.7'

test.each([
  ['signs in', `sign-in:ip:${IP}`],
  ['comes as guests', `guest:course:ip:${IP}`],
])('a class that %s from one address holds one connection while its row is locked', async (how, key) => {
  await other.authAttempt.create({ data: { key, updatedAt: systemClock.now() } })
  const limit = createAttemptLimit({ db, clock: systemClock })
  const guesses = createGuesses({ db, clock: systemClock })
  const come = (one: number) =>
    how === 'signs in'
      ? limit.take('sign-in', `pupil${one}@school.test`, IP)
      : guesses.admitGuest('course', IP)
  const { promise: end, resolve: release } = Promise.withResolvers<void>()
  const { promise: isHeld, resolve: held } = Promise.withResolvers<void>()
  const holding = other.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT key FROM "AuthAttempt" WHERE key = ${key} FOR UPDATE`
    held()
    await end
  })
  await isHeld
  const coming = Promise.all(Array.from({ length: 8 }, (_, one) => come(one)))
  for (let time = 0; time < 20; time++) expect(await db.$queryRaw`SELECT 1 AS one`).toEqual([{ one: 1 }])
  const [row] = await db.$queryRaw<{ waiting: bigint }[]>`
    SELECT count(*) AS waiting FROM pg_stat_activity
    WHERE datname = current_database() AND state = 'active' AND wait_event_type = 'Lock'`
  expect(Number(row?.waiting)).toBeLessThanOrEqual(1)
  release()
  await holding
  await coming
})
