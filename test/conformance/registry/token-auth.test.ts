import { createHmac } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { createPullTokens } from '@berth/registry'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clientOf, OCI_MANIFEST } from './client.ts'
import { PASSWORD, type RegistryFixture, startRegistry } from './registry-fixture.ts'

let registry: RegistryFixture
let owner: { id: string; token: string }
beforeAll(async () => {
  registry = await startRegistry()
  owner = await registry.tokenOf('owner@acme.test')
  const authorization = basic('x', owner.token)
  await clientOf({
    url: registry.url,
    repository: () => 'acme/web',
    headers: async () => ({ authorization }),
  }).pushImage('v1')
})
afterAll(() => registry.close())

const basic = (user: string, password: string) =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`

async function login(authorization: string | null, ...scopes: string[]) {
  const query = new URLSearchParams([['service', registry.host], ...scopes.map((scope) => ['scope', scope])])
  const headers: Record<string, string> = authorization ? { authorization } : {}
  const response = await fetch(`${registry.url}/v2/token?${query}`, { headers })
  const body = (await response.json()) as { token: string; errors?: { message: string }[]; issued_at: string }
  return { status: response.status, ...body }
}

const get = (path: string, token?: string, method = 'GET') =>
  fetch(`${registry.url}${path}`, {
    method,
    headers: { accept: OCI_MANIFEST, ...(token ? { authorization: `Bearer ${token}` } : {}) },
  })

const grants = (token: string) =>
  (JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { access: unknown }).access

test('without a login the way to a token is shown, with the scope that is needed', async () => {
  const answer = await get('/v2/acme/web/manifests/v1')
  expect(answer.status).toBe(401)
  expect(answer.headers.get('www-authenticate')).toBe(
    `Bearer realm="${registry.url}/v2/token",service="${registry.host}",scope="repository:acme/web:pull"`,
  )
})

test('an API token is good for a bearer token, whatever the user name', async () => {
  const { token } = await login(basic('whoever', owner.token), 'repository:acme/web:pull')
  expect((await get('/v2/', token)).status).toBe(200)
  expect((await get('/v2/acme/web/manifests/v1', token)).status).toBe(200)
})

test('e-mail and password are good for a bearer token', async () => {
  const { token } = await login(basic('owner@acme.test', PASSWORD), 'repository:acme/web:pull,push')
  expect((await get('/v2/acme/web/manifests/v1', token)).status).toBe(200)
})

test.each([
  ['a wrong password', () => basic('owner@acme.test', 'wrong')],
  [
    'a wrong API token',
    () => basic('x', 'berth_pat_000000000000_0000000000000000000000000000000000000000000000000'),
  ],
])('%s fails the login with a message', async (_, authorization) => {
  const { status, errors } = await login(authorization())
  expect(status).toBe(401)
  expect(errors?.[0]?.message).toMatch(/wrong|not valid/)
})

test('a star is what one holds, scopes may be repeated or joined, and foreign ones never fail the request', async () => {
  const { status, token } = await login(
    basic('x', owner.token),
    'repository:acme/web:*',
    'repository:rival/secret:pull repository:library/x:pull,push',
    'repository:../etc:pull',
    'registry:catalog:*',
  )
  expect(status).toBe(200)
  expect(grants(token)).toEqual([
    { type: 'repository', name: 'acme/web', actions: ['pull', 'push', 'delete'] },
    { type: 'repository', name: 'library/x', actions: ['pull'] },
  ])
})

test('a token holds only what its scopes and the role allow', async () => {
  const viewer = await login(basic('viewer@acme.test', PASSWORD), 'repository:acme/web:*')
  expect(grants(viewer.token)).toMatchObject([{ actions: ['pull'] }])
  const reader = await registry.tokenOf('owner@acme.test', ['registry:pull'])
  expect(grants((await login(basic('x', reader.token), 'repository:acme/web:*')).token)).toMatchObject([
    { actions: ['pull'] },
  ])
})

test('a refusal names who, what and why', async () => {
  const authorization = basic('viewer@acme.test', PASSWORD)
  const answer = await fetch(`${registry.url}/v2/acme/web/manifests/v1`, {
    method: 'DELETE',
    headers: { authorization },
  })
  expect(answer.status).toBe(403)
  expect(JSON.stringify(await answer.json())).toContain('viewer@acme.test may not delete acme/web')
})

test('a bearer token is cut to the scopes that it was made for', async () => {
  const { token } = await login(basic('x', owner.token), 'repository:acme/web:pull')
  const answer = await get('/v2/acme/web/manifests/v1', token, 'DELETE')
  expect(answer.status).toBe(401)
  expect(answer.headers.get('www-authenticate')).toContain('scope="repository:acme/web:delete"')
})

test('a bearer token cannot be traded for another', async () => {
  const { token } = await login(basic('x', owner.token))
  expect((await login(`Bearer ${token}`, 'repository:acme/web:pull')).status).toBe(401)
})

test('a forged or altered bearer token is refused', async () => {
  const { token } = await login(basic('x', owner.token), 'repository:acme/web:pull')
  const [, payload = ''] = token.split('.')
  const header = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signed = (head: string, key: string) =>
    `${head}.${payload}.${createHmac('sha256', key).update(`${head}.${payload}`).digest('base64url')}`
  const forged = [
    `${header({ alg: 'none' })}.${payload}.`,
    `${header({ alg: 'none' })}.${payload}.AAAA`,
    signed(header({ alg: 'HS256' }), 'another key'),
    signed(
      header({ alg: 'HS256', jwk: { kty: 'oct', k: Buffer.from('mine').toString('base64url') } }),
      'mine',
    ),
    `${token.slice(0, -2)}AA`,
  ]
  for (const text of forged) expect((await get('/v2/acme/web/manifests/v1', text)).status).toBe(401)
})

test('nobody pulls public images only', async () => {
  const { status, token } = await login(null, 'repository:acme/web:pull', 'repository:library/busybox:pull')
  expect(status).toBe(200)
  expect(grants(token)).toEqual([{ type: 'repository', name: 'library/busybox', actions: ['pull'] }])
  expect((await get('/v2/acme/web/manifests/v1', token)).status).toBe(401)
  expect((await get('/v2/library/busybox/manifests/v1', token)).status).toBe(404)
})

test('a revoked API token is dead within five seconds', async () => {
  const { id, token } = await registry.tokenOf('owner@acme.test')
  const bearer = (await login(basic('x', token), 'repository:acme/web:pull')).token
  expect((await get('/v2/acme/web/manifests/v1', bearer)).status).toBe(200)
  await registry.db.token.update({ where: { id }, data: { revokedAt: new Date() } })
  await sleep(4500)
  expect((await get('/v2/acme/web/manifests/v1', bearer)).status).toBe(401)
})

test('a member who was removed is out within five seconds', async () => {
  const bearer = (await login(basic('viewer@acme.test', PASSWORD), 'repository:acme/web:pull')).token
  expect((await get('/v2/acme/web/manifests/v1', bearer)).status).toBe(200)
  await registry.db.membership.deleteMany({ where: { user: { email: 'viewer@acme.test' } } })
  await sleep(4500)
  expect((await get('/v2/acme/web/manifests/v1', bearer)).status).toBe(404)
})

test("a node's token pulls its one repository and nothing else", async () => {
  const mint = createPullTokens({ url: registry.url, key: registry.key })
  const token = await mint('acme/web')
  expect((await get('/v2/acme/web/manifests/v1', token)).status).toBe(200)
  expect((await get('/v2/acme/web/manifests/v1', token, 'DELETE')).status).toBe(403)
  expect((await get('/v2/acme/other/manifests/v1', token)).status).toBe(403)
})
