import { afterAll, beforeAll, expect, test } from 'vitest'
import { tokenClient } from '../../support/browser-session.ts'
import { addFullTenant } from '../../support/full-tenant.ts'
import { addToken, addUser } from '../../support/people.ts'
import { startPostgres, type TestPostgres } from '../../support/postgres.ts'
import { startWeb, type TestWeb } from '../../support/web-server.ts'

let postgres: TestPostgres
let web: TestWeb
let admin: ReturnType<typeof tokenClient>
let tenantId: string

beforeAll(async () => {
  postgres = await startPostgres()
  web = await startWeb({ databaseUrl: await postgres.createDatabase() })
  const user = await addUser(web.db, 'admin@example.org', { isAdmin: true })
  ;({ tenantId } = await addFullTenant(web, 'own', user))
  admin = tokenClient(
    web.url,
    (await addToken(web, tenantId, user, ['platform:admin', 'registry:pull'])).token,
  )
})
afterAll(async () => {
  await web.close()
  await postgres.stop()
})

const hub = {
  prefix: 'hub',
  url: 'https://registry-1.docker.io',
  namespaces: ['Docker.io'],
  username: 'team',
  password: 'not-to-be-seen',
}
const refusal = (code: string) =>
  expect.objectContaining({ data: expect.objectContaining({ berth: expect.objectContaining({ code }) }) })

test('a mirror is added, seen by everybody without its login, and its password by nobody', async () => {
  await admin.mirrors.add.mutate(hub)
  const { mirrors, anonymous } = await admin.mirrors.list.query()
  expect(mirrors).toMatchObject([
    { prefix: 'hub', username: 'team', namespaces: ['docker.io'], usedBytes: 0 },
  ])
  expect(JSON.stringify(mirrors)).not.toContain('password')
  expect(anonymous).toBe(false)
  expect(await admin.mirrors.summaries.query()).toEqual([{ prefix: 'hub', namespaces: ['docker.io'] }])
  const row = await web.db.upstream.findUniqueOrThrow({ where: { prefix: 'hub' } })
  expect(Buffer.from(row.password ?? []).toString()).not.toContain('not-to-be-seen')
  expect(await web.db.audit.count({ where: { action: 'mirror.added', target: 'hub' } })).toBe(1)
})

test('a prefix is taken once', async () => {
  await expect(admin.mirrors.add.mutate(hub)).rejects.toThrow(refusal('mirror.exists'))
})

test('a password stays with the address and user that it was typed for', async () => {
  const { password: _, ...same } = hub
  await admin.mirrors.change.mutate({ ...same, ttlSeconds: 60 })
  const kept = await web.db.upstream.findUniqueOrThrow({ where: { prefix: 'hub' } })
  expect([kept.ttlSeconds, kept.password === null]).toEqual([60, false])
  for (const moved of [{ url: 'https://elsewhere.example' }, { username: 'other' }])
    await expect(admin.mirrors.change.mutate({ ...same, ...moved })).rejects.toThrow(refusal('input.invalid'))
  await admin.mirrors.change.mutate({ ...same, username: null })
  expect((await web.db.upstream.findUniqueOrThrow({ where: { prefix: 'hub' } })).password).toBeNull()
})

test('a mirror whose images run stays; another one goes with all that it fetched', async () => {
  const release = await web.db.release.findFirstOrThrow({ where: { app: { tenantId } } })
  const repository = 'mirror/hub/library/nginx'
  await web.db.release.update({ where: { id: release.id }, data: { repository } })
  await expect(admin.mirrors.remove.mutate({ prefix: 'hub' })).rejects.toThrow(refusal('mirror.in_use'))
  await web.db.release.update({ where: { id: release.id }, data: { repository: release.repository } })
  await admin.mirrors.remove.mutate({ prefix: 'hub' })
  expect((await admin.mirrors.list.query()).mirrors).toEqual([])
  await expect(admin.mirrors.remove.mutate({ prefix: 'hub' })).rejects.toThrow(refusal('mirror.not_found'))
})
