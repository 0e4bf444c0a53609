import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { createGuard } from '@berth/auth'
import { Secret } from '@berth/core'
import { createDb, type Db } from '@berth/db'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startPostgres, type TestPostgres } from '../../support/postgres.ts'

const run = promisify(execFile)
const PEPPER = 'p'.repeat(43)

let postgres: TestPostgres
let url: string
let db: Db
let folder: string

beforeAll(async () => {
  postgres = await startPostgres()
  url = await postgres.createDatabase()
  db = createDb({ url })
  folder = await mkdtemp(path.join(tmpdir(), 'berth-setup-'))
  await writeFile(path.join(folder, 'pepper'), PEPPER)
})

afterAll(async () => {
  await db.$disconnect()
  await postgres.stop()
  await rm(folder, { recursive: true })
})

async function setUp(...args: string[]): Promise<Record<string, string>> {
  const env = {
    DATABASE_URL: url,
    BERTH_PEPPER_FILE: path.join(folder, 'pepper'),
    BERTH_URL: 'http://localhost:7070',
    BERTH_APPS_DOMAIN: 'localhost:7070',
    BERTH_MASTER_KEY_FILE: path.join(folder, 'master.key'),
  }
  const { stdout } = await run(process.execPath, ['apps/control/src/setup.ts', ...args], { env })
  return JSON.parse(stdout)
}

test('the first run makes an administrator, a tenant and a node, and what they sign in with works', async () => {
  const made = await setUp('--credentials')
  expect(made).toMatchObject({ email: 'admin@berth.localhost', tenant: 'main' })
  const guard = createGuard({ db, pepper: new Secret(PEPPER), url, onError: () => undefined })
  const basic = Buffer.from(`${made['email']}:${made['password']}`).toString('base64')
  const signedIn = await guard.authenticate({ authorization: `Basic ${basic}`, cookie: null, ip: null })
  expect(signedIn).toMatchObject({ email: 'admin@berth.localhost', isAdmin: true })
  const byToken = await guard.authenticate({
    authorization: `Bearer ${made['token']}`,
    cookie: null,
    ip: null,
  })
  if (byToken === null) throw new Error('nobody')
  expect(await guard.can({ actor: byToken, tenant: 'main', permission: 'app:deploy' })).toMatchObject({
    role: 'owner',
  })
  expect(await guard.verifyNode(made['nodeToken'] ?? '')).toMatchObject({ nodeName: 'local' })
  expect(await db.project.findMany({ select: { name: true } })).toEqual([{ name: 'default' }])
})

test('a later run changes nothing, and one that asks for credentials again makes the earlier ones worthless', async () => {
  const first = await setUp('--credentials')
  expect(await setUp()).toEqual({})
  const second = await setUp('--credentials')
  expect(second['password']).not.toBe(first['password'])
  expect([await db.user.count(), await db.tenant.count(), await db.node.count()]).toEqual([1, 1, 1])
  const guard = createGuard({ db, pepper: new Secret(PEPPER), url, onError: () => undefined })
  const refused = guard.authenticate({ authorization: `Bearer ${first['token']}`, cookie: null, ip: null })
  await expect(refused).rejects.toMatchObject({ code: 'auth.token_invalid' })
  await expect(guard.verifyNode(first['nodeToken'] ?? '')).rejects.toMatchObject({
    code: 'auth.token_invalid',
  })
})

test('without a database the last line says so', async () => {
  const env = {
    DATABASE_URL: 'postgresql://x@localhost/x?host=/nowhere',
    BERTH_PEPPER_FILE: '/x',
    BERTH_URL: 'http://x',
    BERTH_APPS_DOMAIN: 'x',
    BERTH_MASTER_KEY_FILE: '/x',
  }
  const failed = run(process.execPath, ['apps/control/src/setup.ts'], { env })
  await expect(failed).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/the database cannot be reached[^\n]*\n$/),
  })
})
