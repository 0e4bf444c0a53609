import { afterAll, beforeAll, expect, test } from 'vitest'
import { BrowserSession, refusal, tokenClient } from '../../support/browser-session.ts'
import { addRepository } from '../../support/full-tenant.ts'
import { addTenant, addUser, PASSWORD } from '../../support/people.ts'
import { startPostgres, type TestPostgres } from '../../support/postgres.ts'
import { startWeb, type TestWeb } from '../../support/web-server.ts'

let postgres: TestPostgres
let web: TestWeb
let owner: BrowserSession
const tenant = 'acme'

beforeAll(async () => {
  postgres = await startPostgres()
  web = await startWeb({ databaseUrl: await postgres.createDatabase() })
  const user = await addUser(web.db, 'owner@example.org')
  await addTenant(web.db, tenant, user)
  await addTenant(web.db, 'other', user)
  owner = new BrowserSession(web.url)
  await owner.signIn('owner@example.org', PASSWORD)
})

afterAll(async () => {
  await web.close()
  await postgres.stop()
})

const create = (wanted: Omit<Parameters<typeof owner.api.tokens.create.mutate>[0], 'tenant' | 'name'>) =>
  owner.api.tokens.create.mutate({ tenant, name: 'ci', ...wanted })
const as = (token: string) => tokenClient(web.url, token)

test('a token says what it is, is kept as an HMAC, and is listed without its secret', async () => {
  const { token, view } = await create({ scopes: ['app:read'] })
  expect(await as(token).tokens.current.query()).toMatchObject({
    id: view.id,
    kind: 'pat',
    tenant,
    scopes: ['app:read'],
  })
  const days = (view.expiresAt.getTime() - view.createdAt.getTime()) / 86_400_000
  expect(days).toBe(30)
  const rows = await web.db.token.findMany()
  expect(JSON.stringify(rows)).not.toContain(token.slice(23, 60))
  expect(view.lastFour).toBe(token.slice(-10, -6))
})

test('a token reaches its own tenant only, though its owner is in another one too', async () => {
  const { token } = await create({ scopes: ['app:read', 'tenant:read'] })
  expect(await refusal(as(token).apps.list.query({ tenant }))).toBeUndefined()
  expect(await refusal(as(token).apps.list.query({ tenant: 'other' }))).toBe('tenant.not_found')
  expect((await as(token).tenants.list.query()).map(({ name }) => name)).toEqual([tenant])
})

test('what it lacks is named; what its owner lost is gone', async () => {
  const { token } = await create({ scopes: ['app:read', 'audit:read'] })
  expect(await refusal(as(token).apps.destroy.mutate({ tenant, app: 'x1' }))).toBe('auth.scope_missing')
  expect(await refusal(as(token).audit.list.query({ tenant }))).toBeUndefined()
  await web.db.membership.updateMany({ where: { tenant: { name: tenant } }, data: { role: 'developer' } })
  expect(await refusal(as(token).audit.list.query({ tenant }))).toBe('auth.forbidden')
  await web.db.membership.updateMany({ where: { tenant: { name: tenant } }, data: { role: 'owner' } })
})

test('a token makes no broader one', async () => {
  const { token } = await create({ scopes: ['app:read', 'token:manage'] })
  const mint = (scopes: ('app:read' | 'app:deploy' | 'platform:admin')[]) =>
    refusal(as(token).tokens.create.mutate({ tenant, name: 'child', scopes }))
  expect(await mint(['app:read'])).toBeUndefined()
  expect(await mint(['app:read', 'app:deploy'])).toBe('auth.forbidden')
  expect(await mint(['platform:admin'])).toBe('auth.forbidden')
  expect(await refusal(create({ scopes: ['platform:admin'] }))).toBe('auth.forbidden')
})

test('a service token manages neither tokens nor members', async () => {
  expect(await refusal(create({ kind: 'svc', scopes: ['token:manage'] }))).toBe('auth.forbidden')
  const { token } = await create({ kind: 'svc', scopes: ['app:read'] })
  expect((await as(token).me.get.query()).user.email).toBe('token:ci')
  expect(await refusal(as(token).apps.list.query({ tenant }))).toBeUndefined()
  expect(await refusal(as(token).tenants.create.mutate({ name: 'new-one' }))).toBe('auth.forbidden')
})

test('a deploy token reaches one app', async () => {
  const project = await web.db.project.findFirstOrThrow({ where: { tenant: { name: tenant } } })
  for (const name of ['mine', 'yours']) {
    await web.db.app.create({
      data: { id: `app_${name}`, name, tenantId: project.tenantId, projectId: project.id },
    })
  }
  const { token } = await create({ kind: 'dpl', app: 'mine', scopes: ['app:read', 'app:deploy'] })
  expect(await refusal(as(token).apps.get.query({ tenant, app: 'mine' }))).toBeUndefined()
  expect(await refusal(as(token).apps.get.query({ tenant, app: 'yours' }))).toBe('auth.scope_missing')
  expect(await refusal(as(token).apps.list.query({ tenant }))).toBe('auth.scope_missing')
})

test('the command of a job is read by those who may run commands, and by nobody else', async () => {
  const app = await web.db.app.findFirstOrThrow({ where: { name: 'mine', tenant: { name: tenant } } })
  const release = {
    id: 'rel_jobs',
    appId: app.id,
    number: 1,
    kin: 'rel_jobs',
    createdBy: 'owner@example.org',
  }
  await web.db.release.create({
    data: {
      ...{ ...release, image: 'mine:1', repository: 'acme/mine', digest: `sha256:${'d'.repeat(64)}` },
      ...{ processes: { web: { replicas: 1 } }, env: {}, cpu: 0.5, memory: 1n << 28n, pids: 100 },
      ...{ disk: 1n << 30n, health: { kind: 'none' }, restart: { policy: 'always' } },
    },
  })
  const command = ['psql', 'postgres://me:password@db']
  await web.db.job.create({
    data: {
      ...{
        id: 'job_typed',
        tenantId: app.tenantId,
        appId: app.id,
        releaseId: release.id,
        kind: 'run',
        command,
      },
      ...{ createdBy: 'owner@example.org', deadline: new Date(), createdAt: new Date() },
    },
  })
  const ask = { tenant, app: 'mine' }
  const { token } = await create({ scopes: ['app:read'] })
  const { jobs } = as(token)
  const [listed] = await jobs.list.query(ask)
  const got = await jobs.get.query({ ...ask, id: 'job_typed' })
  expect([listed?.command, got.command]).toEqual([null, null])
  expect(JSON.stringify([listed, got])).not.toContain('password')
  expect((await owner.api.jobs.get.query({ ...ask, id: 'job_typed' })).command).toEqual(command)
})

test('a token for named repositories sees, changes and deletes those alone, on pages and commands too', async () => {
  const { id: tenantId } = await web.db.tenant.findUniqueOrThrow({ where: { name: tenant } })
  for (const name of ['web', 'other', 'open']) await addRepository(web.db, tenantId, `${tenant}/${name}`)
  await web.db.repository.update({ where: { name: `${tenant}/open` }, data: { public: true } })
  const scopes = ['registry:pull', 'registry:push', 'registry:delete'] as const
  const { token } = await create({ scopes: [...scopes], repositories: ['web'] })
  const { images, imageRules, nodeImages } = as(token)
  const [mine, other] = [`${tenant}/web`, `${tenant}/other`]
  const { repositories, total } = await images.list.query({ tenant })
  expect([repositories.map(({ name }) => name), total]).toEqual([[`${tenant}/open`, mine], 2])
  expect((await images.list.query({ tenant, scope: 'own' })).total).toBe(1)
  expect((await images.tags.query({ tenant, repository: mine })).total).toBe(1)
  for (const read of [images.repository, images.tags])
    expect(await refusal(read.query({ tenant, repository: other }))).toBe('registry.name_unknown')
  const side = { repository: other, reference: 'latest' }
  expect(await refusal(images.manifest.query({ tenant, ...side }))).toBe('registry.name_unknown')
  expect(await refusal(images.diff.query({ tenant, from: side, to: side }))).toBe('registry.name_unknown')
  expect(await images.manifest.query({ tenant, ...side, repository: mine })).toBe('{}')
  const describe = (repository: string) =>
    refusal(images.describe.mutate({ tenant, repository, description: 'new' }))
  const remove = (repository: string) =>
    refusal(images.delete.mutate({ tenant, repository, reference: 'latest' }))
  for (const repository of [other, `${tenant}/open`, 'library/debian'])
    expect([await describe(repository), await remove(repository)]).toEqual(
      Array(2).fill('auth.scope_missing'),
    )
  expect([await describe(mine), await remove(mine)]).toEqual([undefined, undefined])
  expect(await refusal(imageRules.usage.query({ tenant }))).toBeUndefined()
  expect(await refusal(imageRules.prune.mutate({ tenant }))).toBeUndefined()
  expect(await nodeImages.warm.query({ tenant })).toEqual([])
  expect(await refusal(imageRules.addTagRule.mutate({ tenant, tags: '*', noDelete: true }))).toBe(
    'auth.scope_missing',
  )
})

test('a deploy token sees the images of its app', async () => {
  const { id: tenantId } = await web.db.tenant.findUniqueOrThrow({ where: { name: tenant } })
  await addRepository(web.db, tenantId, `${tenant}/mine`)
  const { token } = await create({ kind: 'dpl', app: 'mine', scopes: ['registry:pull'] })
  const { repositories } = await as(token).images.list.query({ tenant, scope: 'own' })
  expect(repositories.map(({ name }) => name)).toEqual([`${tenant}/mine`])
})

test('wrong, expired, revoked and unknown look the same', async () => {
  const { token, view } = await create({ scopes: ['app:read'] })
  const expired = await create({ scopes: ['app:read'] })
  await web.db.token.update({ where: { id: expired.view.id }, data: { expiresAt: new Date(0) } })
  const unknown = await create({ scopes: ['app:read'] })
  await web.db.token.delete({ where: { id: unknown.view.id } })
  await owner.api.tokens.revoke.mutate({ tenant, id: view.id })
  const node = await web.db.node.create({ data: { id: 'nod_a', name: 'node-a' } })
  const agent = await web.auth.tokens.createForNode(node.id)
  const answers = await Promise.all(
    [token, expired.token, unknown.token, agent, `${token.slice(0, -1)}x`, 'berth_pat_x'].map((text) =>
      fetch(`${web.url}/api/trpc/me.get`, { headers: { authorization: `Bearer ${text}` } }).then((r) =>
        r.text(),
      ),
    ),
  )
  expect(new Set(answers).size).toBe(1)
  expect(answers[0]).toContain('auth.token_invalid')
})

test("an expiry is at most a year away, and somebody else's token is not found", async () => {
  expect(await refusal(create({ scopes: ['app:read'], expiresInDays: 367 }))).toBe('input.invalid')
  expect(await refusal(owner.api.tokens.revoke.mutate({ tenant: 'other', id: 'x'.repeat(12) }))).toBe(
    'token.not_found',
  )
})

test('as the password of Basic authentication it works under any user name', async () => {
  const { token } = await create({ scopes: ['app:read'] })
  const authorization = `Basic ${Buffer.from(`whoever:${token}`).toString('base64')}`
  const response = await fetch(`${web.url}/api/trpc/me.get`, { headers: { authorization } })
  expect(response.status).toBe(200)
})

test('in an address it is refused, and its tenant is told', async () => {
  const { token } = await create({ scopes: ['app:read'] })
  const response = await fetch(`${web.url}/api/trpc/me.get?token=${token}`)
  expect(response.status).toBe(401)
  const { entries } = await owner.api.audit.list.query({ tenant })
  expect(entries).toContainEqual(expect.objectContaining({ action: 'token.sent_in_url', outcome: 'denied' }))
})

test("a token changes nothing of its owner's account", async () => {
  const { token } = await create({ scopes: ['tenant:manage', 'member:manage', 'token:manage'] })
  const { account } = as(token)
  const attempts = [
    account.changePassword.mutate({ current: PASSWORD, next: 'something else entirely' }),
    account.sessions.query(),
    account.revokeAllSessions.mutate(),
    as(token).tenants.create.mutate({ name: 'mine-too' }),
  ]
  expect(new Set(await Promise.all(attempts.map(refusal)))).toEqual(new Set(['auth.forbidden']))
  expect(await refusal(as(token).admin.users.query())).toBe('auth.forbidden')
})
