import type { UserActor } from '@berth/auth'
import { newId, type Permission } from '@berth/core'
import { forTenant } from '@berth/db'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { sandboxes } from '../../../apps/cli/src/commands/sandboxes.ts'
import { tryLab } from '../../../apps/cli/src/commands/try-lab.ts'
import { BrowserSession, refusal, tokenClient } from '../../support/browser-session.ts'
import { eventually } from '../../support/eventually.ts'
import { addFullTenant, type FullTenant } from '../../support/full-tenant.ts'
import { addToken, addUser, PASSWORD } from '../../support/people.ts'
import { startPostgres, type TestPostgres } from '../../support/postgres.ts'
import { startWeb, type TestWeb } from '../../support/web-server.ts'

let postgres: TestPostgres
let web: TestWeb
let owner: UserActor
let school: FullTenant

beforeAll(async () => {
  postgres = await startPostgres()
  web = await startWeb({ databaseUrl: await postgres.createDatabase() })
  owner = await addUser(web.db, 'ann@example.org')
  school = await addFullTenant(web, 'school', owner)
  const student = await addUser(web.db, 'student@example.org')
  await web.db.sandbox.update({ where: { id: school.sandboxId }, data: { userId: student.userId } })
  const { nodeId } = await web.db.container.findUniqueOrThrow({ where: { id: school.containerId } })
  const of = { tenantId: school.tenantId, sandboxId: school.sandboxId, attempt: 1, nodeId }
  await web.db.volume.create({
    data: { id: newId('volume'), name: 'home', bytes: 1n << 20n, made: true, createdBy: 'x', ...of },
  })
  const scopes: Permission[] = ['tenant:read', 'app:read', 'course:manage']
  vi.stubEnv('BERTH_URL', web.url)
  vi.stubEnv('BERTH_TOKEN', (await addToken(web, school.tenantId, owner, scopes)).token)
}, 120_000)

afterAll(async () => {
  vi.unstubAllEnvs()
  await web?.close()
  await postgres?.stop()
})

const withScopes = async (scopes: readonly Permission[]) =>
  tokenClient(web.url, (await addToken(web, school.tenantId, owner, scopes)).token)
const rowOf = (kind: string) =>
  web.db.sandbox.findFirst({ where: { kind, userId: owner.userId }, orderBy: { createdAt: 'desc' } })

test('berth labs try has a trial by a token of its author, and ends it', async () => {
  const trying = tryLab(school.lab, { tenant: school.tenant, end: true, json: true })
  await Promise.race([trying, eventually(async () => (await rowOf('trial')) !== null)])
  const trial = await rowOf('trial')
  await web.db.sandbox.update({ where: { id: trial?.id ?? '' }, data: { state: 'running' } })
  await trying
  expect(await rowOf('trial')).toMatchObject({ wanted: 'ended', wantedBy: owner.label })
})

test('berth sandboxes COURSE copy is of whose token it is', async () => {
  await sandboxes('school-course', ['copy', school.sandboxId], { tenant: school.tenant, json: true })
  expect(await rowOf('copy')).toMatchObject({ copyOf: school.sandboxId, wanted: 'running' })
  const audits = await web.db.audit.findMany({ where: { action: 'sandbox.copied' } })
  expect(audits).toMatchObject([{ by: owner.label, target: school.sandboxId }])
})

test('who may not open them any more has them in no list', async () => {
  const page = new BrowserSession(web.url)
  await page.signIn('ann@example.org', PASSWORD)
  const { tenantId } = school
  const kinds = async () => (await page.api.sandboxes.mine.query()).map(({ kind }) => kind)
  expect(await kinds()).toContain('copy')
  await web.db.membership.updateMany({ where: { tenantId }, data: { role: 'viewer' } })
  expect(await kinds()).not.toContain('copy')
  await web.db.membership.updateMany({ where: { tenantId }, data: { role: 'owner' } })
})

test('what holds a lab is counted among nobody’s apps', async () => {
  const { tenantId } = school
  expect(await web.db.app.count({ where: { tenantId, kind: 'lab' } })).toBeGreaterThan(0)
  await addUser(web.db, 'root@example.org', { isAdmin: true })
  const page = new BrowserSession(web.url)
  await page.signIn('root@example.org', PASSWORD)
  const all = await page.api.admin.tenants.query()
  const apps = await web.db.app.count({ where: { tenantId, kind: 'app', deletedAt: null } })
  expect(all.find(({ name }) => name === school.tenant)?.apps).toBe(apps)
})

test('checks and scripts of a trial are reached by the token too', async () => {
  const api = await withScopes(['course:manage'])
  const { id: sandbox } = await api.sandboxes.trial.mutate({ tenant: school.tenant, lab: school.lab })
  expect(await refusal(api.sandboxes.check.mutate({ sandbox, name: 'x' }))).toBe('sandbox.not_ready')
  const solve = api.sandboxes.runScript.mutate({ sandbox, name: 'solve' })
  expect(await refusal(solve)).toBe('sandbox.not_ready')
})

test('a token without the scope has neither trial nor copy', async () => {
  const api = await withScopes(['app:read'])
  const trial = api.sandboxes.trial.mutate({ tenant: school.tenant, lab: school.lab })
  expect(await refusal(trial)).toBe('auth.scope_missing')
  const copy = api.sandboxes.copy.mutate({ sandbox: school.sandboxId })
  expect(await refusal(copy)).toBe('sandbox.not_found')
})

test('a token of another tenant of the same person reaches neither', async () => {
  const other = await addFullTenant(web, 'other', owner)
  const { token } = await addToken(web, other.tenantId, owner, ['course:manage'])
  const api = tokenClient(web.url, token)
  const trial = api.sandboxes.trial.mutate({ tenant: school.tenant, lab: school.lab })
  expect(await refusal(trial)).toBe('tenant.not_found')
  const copy = api.sandboxes.copy.mutate({ sandbox: school.sandboxId })
  expect(await refusal(copy)).toBe('sandbox.not_found')
})

test("a service token, which is nobody's, is told what to use instead", async () => {
  const acting = {
    ...{ db: forTenant(web.db, school.tenantId), tenantId: school.tenantId },
    role: 'owner',
    ...{ by: owner.email, userId: owner.userId, ip: null },
  } as const
  const wanted = { kind: 'svc', name: 'ci', scopes: ['course:manage'], expiresInDays: 1 } as const
  const { token } = await web.auth.tokens.create(acting, owner, wanted)
  const { sandboxes: api } = tokenClient(web.url, token)
  const use = /use a token of your own/
  await expect(api.trial.mutate({ tenant: school.tenant, lab: school.lab })).rejects.toThrow(use)
  await expect(api.copy.mutate({ sandbox: school.sandboxId })).rejects.toThrow(use)
})
