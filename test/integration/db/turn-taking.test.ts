import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { createDb } from '../../../packages/db/src/index.ts'
import { startPostgres, type TestPostgres } from '../../support/postgres.ts'

let postgres: TestPostgres

beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(() => postgres?.stop())

test('a transaction that reads several relations of a row at once gives its connection one query at a time', async () => {
  const warnings: string[] = []
  const note = (warning: Error) => warnings.push(warning.message)
  process.on('warning', note)
  const db = createDb({ url: await postgres.createDatabase() })
  onTestFinished(async () => {
    process.off('warning', note)
    await db.$disconnect()
  })
  await db.tenant.create({ data: { id: 'ten_1', name: 'acme' } })

  const read = await db.$transaction((tx) =>
    tx.tenant.findMany({ include: { memberships: true, invitations: true, apps: true } }),
  )

  await new Promise(setImmediate) // warnings come after the code that caused them
  expect(read).toMatchObject([{ name: 'acme', memberships: [], apps: [] }])
  expect(warnings).toEqual([])
})
