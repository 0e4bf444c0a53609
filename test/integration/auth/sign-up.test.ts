import { afterAll, beforeAll, expect, test } from 'vitest'
import { BrowserSession, refusal } from '../../support/browser-session.ts'
import { addTenant, addUser, PASSWORD } from '../../support/people.ts'
import { startPostgres, type TestPostgres } from '../../support/postgres.ts'
import { startWeb, type TestWeb } from '../../support/web-server.ts'

let postgres: TestPostgres
let web: TestWeb
let owner: BrowserSession

beforeAll(async () => {
  postgres = await startPostgres()
  web = await startWeb({ databaseUrl: await postgres.createDatabase() })
  await addTenant(web.db, 'acme', await addUser(web.db, 'owner@example.org'))
  owner = new BrowserSession(web.url)
  await owner.signIn('owner@example.org', PASSWORD)
})

afterAll(async () => {
  await web.close()
  await postgres.stop()
})

const visitor = () => new BrowserSession(web.url)
const invite = async (email: string, role: 'admin' | 'viewer' = 'viewer') => {
  const { link } = await owner.api.invitations.create.mutate({ tenant: 'acme', email, role })
  return link?.split('/').at(-1) ?? ''
}

test('nobody signs up without an invitation, and an invitation is for one e-mail', async () => {
  const { api } = visitor()
  const password = PASSWORD
  expect(await refusal(api.auth.signUp.mutate({ email: 'eve@example.org', password }))).toBe(
    'auth.signup_closed',
  )
  const invitation = await invite('invited@example.org')
  expect(await refusal(api.auth.signUp.mutate({ email: 'eve@example.org', password, invitation }))).toBe(
    'auth.signup_closed',
  )
})

test('an invitation shows what it is, makes a member, and works once', async () => {
  const token = await invite('new@example.org', 'admin')
  const browser = visitor()
  expect(await browser.api.auth.invitation.query({ token })).toEqual({
    email: 'new@example.org',
    tenant: 'acme',
    role: 'admin',
    hasAccount: false,
  })
  expect(web.mails.at(-1)).toMatchObject({
    to: 'new@example.org',
    mail: { kind: 'invitation', tenant: 'acme' },
  })
  expect(await refusal(browser.api.auth.acceptInvitation.mutate({ token, password: 'short' }))).toBe(
    'auth.password_weak',
  )
  await browser.api.auth.acceptInvitation.mutate({ token, password: PASSWORD, name: 'New' })
  expect(await browser.signIn('new@example.org', PASSWORD)).toBeUndefined()
  expect((await browser.api.me.get.query()).tenants).toMatchObject([{ name: 'acme', role: 'admin' }])
  expect(await refusal(browser.api.auth.acceptInvitation.mutate({ token }))).toBe('auth.link_invalid')
})

test('somebody with an account joins by signing in, not by choosing a new password', async () => {
  await addUser(web.db, 'known@example.org')
  const token = await invite('known@example.org')
  const browser = visitor()
  expect((await browser.api.auth.invitation.query({ token })).hasAccount).toBe(true)
  expect(await refusal(browser.api.auth.acceptInvitation.mutate({ token }))).toBe('auth.required')
  expect(
    await refusal(browser.api.auth.acceptInvitation.mutate({ token, password: 'mine now, thank you' })),
  ).toBe('auth.bad_credentials')
  await browser.signIn('known@example.org', PASSWORD)
  await browser.api.auth.acceptInvitation.mutate({ token })
  expect((await browser.api.tenants.list.query()).map(({ name }) => name)).toEqual(['acme'])
})

test('a revoked or replaced invitation is dead, and only its hash is kept', async () => {
  const first = await invite('again@example.org')
  const second = await invite('again@example.org')
  expect(await refusal(visitor().api.auth.invitation.query({ token: first }))).toBe('auth.link_invalid')
  const [open] = (await owner.api.invitations.list.query({ tenant: 'acme' })).filter(
    ({ email }) => email === 'again@example.org',
  )
  expect(open?.link).toBeNull()
  await owner.api.invitations.revoke.mutate({ tenant: 'acme', id: open?.id ?? '' })
  expect(await refusal(visitor().api.auth.invitation.query({ token: second }))).toBe('auth.link_invalid')
  expect(JSON.stringify(await web.db.invitation.findMany())).not.toContain(second)
})

test('a reset says nothing about who has an account, works once, and signs out everywhere', async () => {
  await addUser(web.db, 'forgot@example.org')
  const signedIn = visitor()
  await signedIn.signIn('forgot@example.org', PASSWORD)
  const { api } = visitor()
  const before = web.mails.length
  expect(await api.auth.requestReset.mutate({ email: 'nobody@example.org' })).toEqual({})
  expect(web.mails).toHaveLength(before)
  expect(await api.auth.requestReset.mutate({ email: 'Forgot@example.org' })).toEqual({})
  const token = web.mails.at(-1)?.mail.link.split('/').at(-1) ?? ''
  expect(await refusal(api.auth.reset.mutate({ token, password: 'forgot@example.org' }))).toBe(
    'auth.password_weak',
  )
  await api.auth.reset.mutate({ token, password: 'a wholly new one' })
  expect(await refusal(api.auth.reset.mutate({ token, password: 'a third one, please' }))).toBe(
    'auth.link_invalid',
  )
  expect(await visitor().signIn('forgot@example.org', PASSWORD)).toBe('auth.bad_credentials')
  expect(await visitor().signIn('forgot@example.org', 'a wholly new one')).toBeUndefined()
  expect(await web.db.session.count({ where: { user: { email: 'forgot@example.org' } } })).toBe(1)
})

test('an open platform lets anybody begin with a tenant of their own; a closed one nobody', async () => {
  const open = await startWeb({ databaseUrl: await postgres.createDatabase(), signup: 'open' })
  const closed = await startWeb({ databaseUrl: await postgres.createDatabase(), signup: 'closed' })
  try {
    const browser = new BrowserSession(open.url)
    await browser.api.auth.signUp.mutate({ email: 'a@example.org', password: PASSWORD, tenant: 'team-a' })
    await browser.signIn('a@example.org', PASSWORD)
    expect(await browser.api.tenants.list.query()).toMatchObject([{ name: 'team-a', role: 'owner' }])
    const taken = { email: 'b@example.org', password: PASSWORD, tenant: 'team-a' }
    expect(await refusal(browser.api.auth.signUp.mutate(taken))).toBe('tenant.name_taken')
    expect(await open.db.user.count({ where: { email: 'b@example.org' } })).toBe(0)
    const again = { email: 'A@example.org', password: PASSWORD }
    expect(await refusal(browser.api.auth.signUp.mutate(again))).toBe('auth.email_taken')
    expect(await refusal(browser.api.tenants.create.mutate({ name: 'library' }))).toBe('name.reserved')
    const nobody = new BrowserSession(closed.url).api.auth.signUp.mutate({
      email: 'a@b.cd',
      password: PASSWORD,
    })
    expect(await refusal(nobody)).toBe('auth.signup_closed')
  } finally {
    await open.close()
    await closed.close()
  }
})
