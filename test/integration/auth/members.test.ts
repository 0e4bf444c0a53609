import { afterAll, beforeAll, expect, test } from 'vitest'
import { BrowserSession, refusal, tokenClient } from '../../support/browser-session.ts'
import { addMember, addTenant, addUser, PASSWORD } from '../../support/people.ts'
import { startPostgres, type TestPostgres } from '../../support/postgres.ts'
import { startWeb, type TestWeb } from '../../support/web-server.ts'

const NAMES = ['owner', 'admin', 'developer', 'viewer'] as const

let postgres: TestPostgres
let web: TestWeb
const browsers = new Map<string, BrowserSession>()
const ids = new Map<string, string>()

beforeAll(async () => {
  postgres = await startPostgres()
  web = await startWeb({ databaseUrl: await postgres.createDatabase() })
  const owner = await addUser(web.db, 'owner@example.org')
  const tenantId = await addTenant(web.db, 'acme', owner)
  for (const role of NAMES) {
    const user = role === 'owner' ? owner : await addUser(web.db, `${role}@example.org`)
    if (role !== 'owner') await addMember(web.db, tenantId, user, role)
    const browser = new BrowserSession(web.url)
    await browser.signIn(user.email, PASSWORD)
    browsers.set(role, browser)
    ids.set(role, user.userId)
  }
})

afterAll(async () => {
  await web.close()
  await postgres.stop()
})

const as = (role: (typeof NAMES)[number]) => {
  const browser = browsers.get(role)
  if (browser === undefined) throw new Error(role)
  return browser.api
}
const idOf = (role: string) => ids.get(role) ?? ''

test('nobody hands out, or takes away, more than they hold', async () => {
  const { members, invitations } = as('admin')
  const tenant = 'acme'
  expect(await refusal(members.setRole.mutate({ tenant, userId: idOf('admin'), role: 'owner' }))).toBe(
    'auth.forbidden',
  )
  expect(await refusal(members.setRole.mutate({ tenant, userId: idOf('owner'), role: 'viewer' }))).toBe(
    'auth.forbidden',
  )
  expect(await refusal(members.remove.mutate({ tenant, userId: idOf('owner') }))).toBe('auth.forbidden')
  const invitation = { tenant, email: 'x@example.org', role: 'owner' as const }
  expect(await refusal(invitations.create.mutate(invitation))).toBe('auth.forbidden')
})

test('who may not manage members is refused, and the owners read about it', async () => {
  const attempt = as('developer').members.remove.mutate({ tenant: 'acme', userId: idOf('viewer') })
  expect(await refusal(attempt)).toBe('auth.forbidden')
  const { entries } = await as('owner').audit.list.query({ tenant: 'acme' })
  expect(entries).toContainEqual(
    expect.objectContaining({ by: 'developer@example.org', outcome: 'denied', target: 'member:manage' }),
  )
})

test('the last owner stays, also when two owners remove each other at once', async () => {
  const tenant = 'acme'
  const leave = as('owner').members.remove.mutate({ tenant, userId: idOf('owner') })
  expect(await refusal(leave)).toBe('tenant.last_owner')
  await as('owner').members.setRole.mutate({ tenant, userId: idOf('admin'), role: 'owner' })
  const outcomes = await Promise.all([
    refusal(as('owner').members.setRole.mutate({ tenant, userId: idOf('admin'), role: 'admin' })),
    refusal(as('admin').members.setRole.mutate({ tenant, userId: idOf('owner'), role: 'admin' })),
  ])
  expect(outcomes.filter((outcome) => outcome === undefined)).toHaveLength(1)
  expect(await web.db.membership.count({ where: { role: 'owner', tenant: { name: tenant } } })).toBe(1)
})

test('a new role counts from the next request on', async () => {
  const { members, tokens } = as('viewer')
  expect(await refusal(tokens.list.query({ tenant: 'acme' }))).toBe('auth.forbidden')
  await web.db.membership.updateMany({ where: { userId: idOf('viewer') }, data: { role: 'developer' } })
  expect(await refusal(tokens.list.query({ tenant: 'acme' }))).toBeUndefined()
  await web.db.membership.deleteMany({ where: { userId: idOf('viewer') } })
  expect(await refusal(members.list.query({ tenant: 'acme' }))).toBe('tenant.not_found')
})

test('whoever is removed has no way back in: what they made here ends with them, and the audit says how much', async () => {
  const tenant = 'acme'
  const leaver = await addUser(web.db, 'leaver@example.org')
  const { id: tenantId } = await web.db.tenant.findUniqueOrThrow({ where: { name: tenant } })
  await addMember(web.db, tenantId, leaver, 'admin')
  const browser = new BrowserSession(web.url)
  await browser.signIn(leaver.email, PASSWORD)
  const { token } = await browser.api.tokens.create.mutate({
    tenant,
    name: 'ci',
    kind: 'svc',
    scopes: ['app:read'],
  })
  const back = await browser.api.invitations.create.mutate({
    tenant,
    email: 'back@example.org',
    role: 'viewer',
  })
  expect(await refusal(tokenClient(web.url, token).apps.list.query({ tenant }))).toBeUndefined()

  const owners = await web.db.membership.findFirstOrThrow({ where: { tenantId, role: 'owner' } })
  const remover = NAMES.find((name) => idOf(name) === owners.userId) ?? 'owner'
  await as(remover).members.remove.mutate({ tenant, userId: leaver.userId })

  expect(await refusal(tokenClient(web.url, token).apps.list.query({ tenant }))).toBe('auth.token_invalid')
  const invitation = await web.db.invitation.findUniqueOrThrow({ where: { id: back.id } })
  expect(invitation.revokedAt).not.toBeNull()
  const { entries } = await as(remover).audit.list.query({ tenant })
  expect(entries).toContainEqual(
    expect.objectContaining({
      action: 'member.removed',
      data: { role: 'admin', tokens: 1, invitations: 1 },
    }),
  )
})
