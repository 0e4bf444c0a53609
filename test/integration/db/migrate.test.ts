import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { migrate } from '@berth/db'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { migrationDrift } from '../../../infra/db/migration-drift.ts'
import { startPostgres, type TestPostgres } from '../../support/postgres.ts'

const MIGRATIONS = path.join(import.meta.dirname, '../../../prisma/migrations')

let postgres: TestPostgres
let url: string
let dir: string

beforeAll(async () => {
  postgres = await startPostgres()
})

beforeEach(async () => {
  url = await postgres.createDatabase()
  dir = await mkdtemp(path.join(tmpdir(), 'berth-migrations-'))
  await cp(MIGRATIONS, dir, { recursive: true })
  return () => rm(dir, { recursive: true })
})

afterAll(() => postgres.stop())

const add = async (name: string, sql: string) => {
  await mkdir(path.join(dir, name), { recursive: true })
  await writeFile(path.join(dir, name, 'migration.sql'), sql)
}
const run = () => migrate({ url, dir, log: () => undefined })

test('what is applied once is not applied again, also by two at the same moment', async () => {
  await add('9001_more', 'CREATE TABLE more (id int)')
  const applied = await Promise.all([run(), run()])
  expect(applied.flat()).toEqual(['9001_more'])
  expect(await run()).toEqual([])
})

test('a failed migration leaves nothing behind, and a fixed release goes on', async () => {
  await add('9001_broken', 'CREATE TABLE half (id int); SELECT nonsense')
  await expect(run()).rejects.toMatchObject({ code: 'db.migration_failed' })
  await add('9001_broken', 'CREATE TABLE half (id int)')
  expect(await run()).toEqual(['9001_broken'])
})

test('an older release refuses a database that a newer one has changed', async () => {
  await add('9001_more', 'SELECT 1')
  await run()
  await rm(path.join(dir, '9001_more'), { recursive: true })
  await expect(run()).rejects.toMatchObject({ code: 'db.newer_than_release' })
})

test('a database of another version of a migration is refused with what it lacks; a changed comment is not', async () => {
  const file = path.join(dir, '0004_named_manifests', 'migration.sql')
  await writeFile(file, `${await readFile(file, 'utf8')}\n-- a word more`)
  expect(await run()).toEqual([])
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('ALTER TABLE "Tag" DROP COLUMN "pulledAt"')
  await client.end()
  await expect(run()).rejects.toMatchObject({
    code: 'db.migration_failed',
    message: expect.stringContaining(
      'another version of migration 0004_named_manifests, and it lacks Tag.pulledAt',
    ),
  })
})

test('the migrations make exactly what the schema says', async () => {
  expect(await migrationDrift(url)).toBeUndefined()
})
