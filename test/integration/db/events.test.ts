import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDb, type Db, listenEvents, recordEvent } from '../../../packages/db/src/index.ts'
import { startPostgres, type TestPostgres } from '../../support/postgres.ts'

let postgres: TestPostgres
let url: string
let db: Db

beforeAll(async () => {
  postgres = await startPostgres()
  url = await postgres.createDatabase()
  db = createDb({ url })
  await db.tenant.create({ data: { id: 'ten_a', name: 'alpha' } })
})

afterAll(async () => {
  await db.$disconnect()
  await postgres.stop()
})

const write = (message: string) =>
  db.$transaction((tx) => recordEvent(tx, { tenantId: 'ten_a', type: 'test', message }))

test('every committed event is heard once, in spite of a crash of Postgres between two of them', async () => {
  const heard: string[] = []
  const listener = await listenEvents({
    url,
    db,
    onEvent: (event) => heard.push(event.message),
    onError: () => undefined,
  })
  await eventually(async () => {
    await write('first')
    return heard.includes('first')
  })
  await postgres.kill()
  await expect(write('nobody can write now')).rejects.toMatchObject({ code: 'db.unavailable' })
  await postgres.start()
  await write('after the crash')
  await eventually(() => Promise.resolve(heard.includes('after the crash')))
  await listener.close()
  expect(heard.filter((message) => message === 'after the crash')).toHaveLength(1)
})

test('an event of a transaction that is rolled back is not heard', async () => {
  const heard: string[] = []
  const listener = await listenEvents({
    url,
    db,
    onEvent: (event) => heard.push(event.message),
    onError: () => undefined,
  })
  await eventually(async () => {
    await write('listening')
    return heard.includes('listening')
  })
  await db
    .$transaction(async (tx) => {
      await recordEvent(tx, { tenantId: 'ten_a', type: 'test', message: 'never' })
      throw new Error('changed my mind')
    })
    .catch(() => undefined)
  await write('last')
  await eventually(() => Promise.resolve(heard.includes('last')))
  await listener.close()
  expect(heard).not.toContain('never')
})

async function eventually(met: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await met()) return
    await sleep(50)
  }
  throw new Error('it did not come to pass')
}
