import { Secret } from '@berth/core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { BrowserSession, refusal } from '../../support/browser-session.ts'
import { type IdentityProvider, startIdentityProvider } from '../../support/identity-provider.ts'
import { addTenant, addUser, PASSWORD } from '../../support/people.ts'
import { startPostgres, type TestPostgres } from '../../support/postgres.ts'
import { startWeb, type TestWeb } from '../../support/web-server.ts'

let postgres: TestPostgres
let web: TestWeb
let provider: IdentityProvider

beforeAll(async () => {
  postgres = await startPostgres()
  provider = await startIdentityProvider()
})

beforeEach(async () => {
  web = await startWeb({
    databaseUrl: await postgres.createDatabase(),
    oidc: () => ({
      issuer: provider.issuer,
      clientId: 'berth',
      clientSecret: new Secret('client secret'),
      label: 'Example',
    }),
  })
  return () => web.close()
})

afterAll(async () => {
  await provider.close()
  await postgres.stop()
})

/** Goes to the provider and back, as a browser does; the reason of a refusal, or undefined. */
async function signIn(browser: BrowserSession): Promise<string | undefined> {
  const back = await provider.approve(await browser.startOidc())
  const response = await browser.fetch(back)
  const { searchParams } = new URL(response.headers.get('location') ?? '/', web.url)
  return searchParams.get('code') ?? searchParams.get('error') ?? undefined
}

test('the way there carries PKCE, state and nonce, and comes back to the configured address', async () => {
  const address = new URL(await new BrowserSession(web.url).startOidc())
  for (const name of ['code_challenge', 'state', 'nonce'])
    expect(address.searchParams.get(name)).toMatch(/\S{20}/)
  expect(address.searchParams.get('redirect_uri')).toBe(`${web.url}/api/auth/callback/oidc`)
  expect(await new BrowserSession(web.url).api.auth.config.query()).toMatchObject({ oidc: 'Example' })
})

test('a stranger needs an invitation, and with one is a member at once', async () => {
  provider.claims = { sub: 's1', email: 'new@example.org', email_verified: true }
  expect(await signIn(new BrowserSession(web.url))).toBe('auth.signup_closed')
  const owner = await addUser(web.db, 'owner@example.org')
  await addTenant(web.db, 'acme', owner)
  const ownerBrowser = new BrowserSession(web.url)
  await ownerBrowser.signIn('owner@example.org', PASSWORD)
  const invitation = { tenant: 'acme', email: 'new@example.org', role: 'developer' as const }
  await ownerBrowser.api.invitations.create.mutate(invitation)
  const browser = new BrowserSession(web.url)
  expect(await signIn(browser)).toBeUndefined()
  expect((await browser.api.me.get.query()).tenants).toMatchObject([{ name: 'acme', role: 'developer' }])
})

test('an e-mail that the provider has not verified opens no account', async () => {
  await addUser(web.db, 'ada@example.org')
  for (const email_verified of [false, undefined]) {
    provider.claims = { sub: 'thief', email: 'ada@example.org', email_verified }
    const browser = new BrowserSession(web.url)
    expect(await signIn(browser)).toBe('auth.email_unverified')
    expect(await refusal(browser.api.me.get.query())).toBe('auth.required')
  }
  expect(await web.db.account.count()).toBe(0)
})

test('whoever took an account before its e-mail was proved loses it to the one who proves it', async () => {
  await addUser(web.db, 'ada@example.org')
  const squatter = new BrowserSession(web.url)
  await squatter.signIn('ada@example.org', PASSWORD)
  provider.claims = { sub: 'ada', email: 'Ada@example.org', email_verified: true }
  const ada = new BrowserSession(web.url)
  expect(await signIn(ada)).toBeUndefined()
  expect((await ada.api.me.get.query()).user.email).toBe('ada@example.org')
  expect(await new BrowserSession(web.url).signIn('ada@example.org', PASSWORD)).toBe('auth.bad_credentials')
  // the second time the account is linked, and nobody is thrown out
  expect(await signIn(new BrowserSession(web.url))).toBeUndefined()
  expect(await refusal(ada.api.me.get.query())).toBeUndefined()
})

test('an answer that belongs to another browser, or to another question, signs nobody in', async () => {
  provider.claims = { sub: 'ada', email: 'ada@example.org', email_verified: true }
  await addUser(web.db, 'ada@example.org')
  const back = await provider.approve(await new BrowserSession(web.url).startOidc())
  const stolen = new BrowserSession(web.url)
  await stolen.fetch(back)
  expect(await refusal(stolen.api.me.get.query())).toBe('auth.required')
  provider.nonce = 'of another question'
  const replayed = new BrowserSession(web.url)
  expect(await signIn(replayed)).toBe('Configuration')
  provider.nonce = undefined
  expect(await refusal(replayed.api.me.get.query())).toBe('auth.required')
})
