import { pruneAttempts } from '@berth/auth'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { BrowserSession, refusal } from '../../support/browser-session.ts'
import { eventually } from '../../support/eventually.ts'
import { addUser, PASSWORD } from '../../support/people.ts'
import { startPostgres, type TestPostgres } from '../../support/postgres.ts'
import { startWeb, type TestWeb } from '../../support/web-server.ts'

let postgres: TestPostgres
let web: TestWeb
/** time stands still here while tries are counted: a slow machine would outlast the first wait */
let standing: Date | undefined
const clock = { now: () => standing ?? new Date() }

beforeAll(async () => {
  postgres = await startPostgres()
  web = await startWeb({ databaseUrl: await postgres.createDatabase(), clock })
  await addUser(web.db, 'ada@example.org')
})

afterAll(async () => {
  await web.close()
  await postgres.stop()
})

beforeEach(async () => {
  standing = undefined
  await web.db.authAttempt.deleteMany()
})

async function signedIn(): Promise<BrowserSession> {
  const browser = new BrowserSession(web.url)
  expect(await browser.signIn('ada@example.org', PASSWORD)).toBeUndefined()
  return browser
}

test('a right password opens a session, which is listed with the browser that it is', async () => {
  const browser = await signedIn()
  expect(await browser.api.me.get.query()).toMatchObject({
    via: 'session',
    user: { email: 'ada@example.org' },
  })
  const sessions = await browser.api.account.sessions.query()
  expect(sessions.filter((session) => session.current)).toHaveLength(1)
})

test('an unknown e-mail and a wrong password get the same answer', async () => {
  const browser = new BrowserSession(web.url)
  expect(await browser.signIn('ada@example.org', 'wrong')).toBe('auth.bad_credentials')
  expect(await browser.signIn('nobody@example.org', 'wrong')).toBe('auth.bad_credentials')
  expect(await browser.signIn('not an e-mail', 'wrong')).toBe('auth.bad_credentials')
  expect(await refusal(browser.api.me.get.query())).toBe('auth.required')
})

test('after some wrong passwords one has to wait, also when all come at once', async () => {
  standing = new Date()
  const browsers = Array.from({ length: 12 }, () => new BrowserSession(web.url))
  const reasons = await Promise.all(browsers.map((browser) => browser.signIn('ada@example.org', 'wrong')))
  expect(reasons.filter((reason) => reason === 'auth.bad_credentials')).toHaveLength(5)
  expect(reasons.filter((reason) => reason === 'auth.too_many_attempts')).toHaveLength(7)
})

test('who guesses a password elsewhere does not lock its owner out', async () => {
  standing = new Date()
  const signIn = (ip: string, password: string) => {
    const basic = Buffer.from(`ada@example.org:${password}`).toString('base64')
    return fetch(`${web.url}/api/trpc/me.get`, {
      headers: { authorization: `Basic ${basic}`, 'x-forwarded-for': ip },
    }).then(({ status }) => status)
  }
  for (let tries = 0; tries < 5; tries++) await signIn('192.0.2.1', 'wrong')
  expect(await signIn('192.0.2.1', PASSWORD)).toBe(429)
  expect(await signIn('192.0.2.2', PASSWORD)).toBe(200)
})

test('while one has to wait, the right password does not help', async () => {
  const blockedUntil = new Date(Date.now() + 60_000)
  await web.db.authAttempt.create({
    data: { key: 'sign-in:email:ada@example.org', failures: 12, blockedUntil },
  })
  expect(await new BrowserSession(web.url).signIn('ada@example.org', PASSWORD)).toBe('auth.too_many_attempts')
})

test('Basic authentication is counted with the page', async () => {
  standing = new Date()
  const basic = Buffer.from('ada@example.org:wrong').toString('base64')
  const ask = () => fetch(`${web.url}/api/trpc/me.get`, { headers: { authorization: `Basic ${basic}` } })
  const answers = []
  for (let tries = 0; tries < 7; tries++) answers.push((await ask()).status)
  expect(answers.slice(0, 5)).toEqual([401, 401, 401, 401, 401])
  expect(answers.slice(5)).toEqual([429, 429])
})

test('a revoked session is dead within seconds, and the others live on', async () => {
  const [one, other] = [await signedIn(), await signedIn()]
  const id = (await other.api.account.sessions.query()).find((session) => session.current)?.id ?? ''
  expect(await refusal(one.api.account.revokeSession.mutate({ id }))).toBeUndefined()
  const isDead = async () => (await refusal(other.api.me.get.query())) === 'auth.session_expired'
  await eventually(isDead, { withinMs: 5_000, what: 'the end of the session' })
  expect(await refusal(one.api.me.get.query())).toBeUndefined()
})

test("nobody revokes somebody else's session", async () => {
  await addUser(web.db, 'mallory@example.org')
  const mine = await (await signedIn()).api.account.sessions.query()
  const mallory = new BrowserSession(web.url)
  await mallory.signIn('mallory@example.org', PASSWORD)
  const id = mine.find((session) => session.current)?.id ?? ''
  expect(await refusal(mallory.api.account.revokeSession.mutate({ id }))).toBe('session.not_found')
})

test('signing out makes the cookie worthless, also a copy of it', async () => {
  const browser = await signedIn()
  const { cookie } = browser
  await browser.signOut()
  const copy = await fetch(`${web.url}/api/trpc/me.get`, { headers: { cookie } })
  expect(copy.status).toBe(401)
})

test('a changed password signs the other browsers out, and needs the current one', async () => {
  await addUser(web.db, 'grace@example.org')
  const [one, other] = [new BrowserSession(web.url), new BrowserSession(web.url)]
  for (const browser of [one, other]) await browser.signIn('grace@example.org', PASSWORD)
  const change = (current: string, next: string) =>
    refusal(one.api.account.changePassword.mutate({ current, next }))
  expect(await change('wrong', 'another long password')).toBe('auth.bad_credentials')
  expect(await change(PASSWORD, 'short')).toBe('auth.password_weak')
  expect(await change(PASSWORD, 'another long password')).toBeUndefined()
  expect(await refusal(other.api.me.get.query())).toBe('auth.session_expired')
  expect(await refusal(one.api.me.get.query())).toBeUndefined()
  expect(
    await new BrowserSession(web.url).signIn('grace@example.org', 'another long password'),
  ).toBeUndefined()
})

test('another site, and an app on a sibling host, cannot use the cookie', async () => {
  const browser = await signedIn()
  for (const origin of ['http://evil.example', 'http://evil--acme.apps.localhost', 'null']) {
    const response = await browser.fetch('/api/trpc/me.setLocale', {
      method: 'POST',
      headers: { origin, 'content-type': 'application/json' },
      body: JSON.stringify({ json: { locale: 'en' } }),
    })
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([
      403,
      'auth.origin_refused',
    ])
  }
})

test('a form without the CSRF token signs nobody in', async () => {
  const browser = new BrowserSession(web.url)
  await browser.fetch('/api/auth/callback/credentials', {
    method: 'POST',
    body: new URLSearchParams({ email: 'ada@example.org', password: PASSWORD }),
  })
  expect(await refusal(browser.api.me.get.query())).toBe('auth.required')
})

test('whatever Host a request names, redirects stay on the configured address', async () => {
  const response = await fetch(`${web.url}/api/auth/signout`, {
    redirect: 'manual',
    headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example' },
  })
  expect(new URL(response.headers.get('location') ?? '/', web.url).origin).toBe(web.url)
})

test('old tries are forgotten, those that still count are not', async () => {
  const day = 24 * 60 * 60_000
  const at = (ms: number) => new Date(Date.now() - ms)
  await web.db.authAttempt.createMany({
    data: [
      { key: 'prune:old', updatedAt: at(day + 60_000) },
      { key: 'prune:young', updatedAt: at(day / 2), failures: 9 },
    ],
  })
  expect(await pruneAttempts({ db: web.db, clock: { now: () => new Date() } })).toBe(1)
  const left = await web.db.authAttempt.findMany({ where: { key: { startsWith: 'prune:' } } })
  expect(left.map(({ key }) => key)).toEqual(['prune:young'])
})
