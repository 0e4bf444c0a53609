import { appRouter } from '@berth/api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { BrowserSession } from '../../support/browser-session.ts'
import { startPostgres, type TestPostgres } from '../../support/postgres.ts'
import { startWeb, type TestWeb } from '../../support/web-server.ts'

let postgres: TestPostgres
let web: TestWeb

beforeAll(async () => {
  postgres = await startPostgres()
  web = await startWeb({ databaseUrl: await postgres.createDatabase() })
})

afterAll(async () => {
  await web.close()
  await postgres.stop()
})

const headers = { 'content-type': 'application/json' }
const post = (path: string, body: string) =>
  new BrowserSession(web.url).fetch(`/api/trpc/${path}`, { method: 'POST', headers, body })
const ask = (path: string, input: string) =>
  new BrowserSession(web.url).fetch(`/api/trpc/${path}?input=${encodeURIComponent(input)}`)

async function refusedAs(answer: Response): Promise<unknown> {
  const { error } = (await answer.json()) as {
    error?: { json: { data: { berth: { code: string } } } }
  }
  return [answer.status, error?.json.data.berth.code]
}

test.each(Object.entries(appRouter._def.procedures))(
  '%s refuses from anybody a text that no database keeps',
  async (path, procedure) => {
    const isQuery = Object(Reflect.get(Object(procedure), '_def')).type === 'query'
    for (const text of ['a\0b', 'a\ud800b']) {
      const input = JSON.stringify({ json: { anything: [{ text }] } })
      expect(await refusedAs(await (isQuery ? ask : post)(path, input))).toEqual([400, 'input.invalid'])
    }
  },
)

test('who signs in with a text that no database keeps is told that it is wrong', async () => {
  for (const email of ['a\0b@x.yz', 'a\ud800b@x.yz']) {
    const authorization = `Basic ${Buffer.from(`${email}:any password`).toString('base64')}`
    const answer = await fetch(`${web.url}/api/trpc/me.get`, { headers: { authorization } })
    expect(await refusedAs(answer)).toEqual([401, 'auth.bad_credentials'])
    expect(await new BrowserSession(web.url).signIn(email, 'any password')).toBe('auth.bad_credentials')
  }
})

test.each(['{', '{"json":{},"meta":{"values":{"__proto__.a":["Date"]}}}', '"'])(
  'a body of %s is the fault of who sent it, and not ours',
  async (body) => expect(await refusedAs(await post('join.asGuest', body))).toEqual([400, 'input.invalid']),
)

test('an address that cannot be read leads nowhere', async () => {
  for (const path of ['/t/%zz', '/s/%ff', '/join/%']) {
    const answer = await fetch(`${web.url}${path}`)
    expect([answer.status, (await answer.json()) as unknown]).toMatchObject([
      404,
      { code: 'route.not_found' },
    ])
  }
})
