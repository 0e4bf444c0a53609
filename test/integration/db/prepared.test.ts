import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDb, type Db, forTenant } from '../../../packages/db/src/index.ts'
import { startPostgres, type TestPostgres } from '../../support/postgres.ts'

let postgres: TestPostgres
let db: Db

beforeAll(async () => {
  postgres = await startPostgres()
  db = createDb({ url: await postgres.createDatabase(), poolSize: 2 })
})
afterAll(async () => {
  await db.$disconnect()
  await postgres.stop()
})

const when = new Date('2026-03-29T02:30:00.123Z')
const ask = (text: string | null) => db.$prepared<{
  text: string | null
  big: bigint
  at: Date
  many: string[]
}>`
  SELECT ${text}::text AS text, 9007199254740993 AS big, ${when}::timestamp AS at, ${['a', '{"']}::text[] AS many`

test('a prepared statement answers in the types of $queryRaw, whatever the zone of the process is', async () => {
  const zone = process.env['TZ']
  process.env['TZ'] = 'America/New_York'
  try {
    const expected = { text: "'; DROP", big: 9007199254740993n, at: when, many: ['a', '{"'] }
    expect(await ask("'; DROP")).toEqual([expected])
    expect(await ask(null)).toEqual([{ ...expected, text: null }])
    const [raw] = await db.$queryRaw<object[]>`SELECT 9007199254740993 AS big, ${when}::timestamp AS at`
    expect(raw).toEqual({ big: expected.big, at: when })
  } finally {
    if (zone === undefined) delete process.env['TZ']
    else process.env['TZ'] = zone
  }
})

test('a crash of Postgres costs the statements that were under way, and no more', async () => {
  await postgres.kill()
  await expect(ask('x')).rejects.toMatchObject({ code: 'db.unavailable' })
  await postgres.start()
  expect(await ask('again')).toMatchObject([{ text: 'again' }])
})

test('what all columns of a table were asked of goes on when it gets another one', async () => {
  await db.$executeRaw`CREATE TABLE grows (one int)`
  await db.$executeRaw`INSERT INTO grows VALUES (1)`
  const read = () => db.$prepared<object>`SELECT * FROM grows`
  const twice = () => Promise.all([read(), read()]) // over both connections
  expect(await twice()).toEqual([[{ one: 1 }], [{ one: 1 }]])
  await db.$executeRaw`ALTER TABLE grows ADD COLUMN two int`
  const whole = [{ one: 1, two: null }]
  expect(await twice()).toEqual([whole, whole])
  expect(await twice()).toEqual([whole, whole])
})

test("a tenant's client has no prepared statements", async () => {
  const tenant: object = forTenant(db, 'ten_a')
  const prepared: unknown = Reflect.get(tenant, '$prepared')
  expect(() => (prepared as Db['$prepared'])`SELECT 1`).toThrow('refuses raw queries')
})
