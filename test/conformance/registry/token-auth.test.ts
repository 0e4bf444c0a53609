import { createHmac } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { forTenant } from '@berth/db'
import { createCommitTokens, createPullTokens } from '@berth/registry'
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

test('a login may come as a form, with a password or with an API token to refresh', async () => {
  const post = async (form: Record<string, string>) => {
    const body = new URLSearchParams({
      service: registry.host,
      client_id: 'test',
      access_type: 'offline',
      ...form,
    })
    const response = await fetch(`${registry.url}/v2/token`, { method: 'POST', body })
    return { status: response.status, ...((await response.json()) as { access_token: string }) }
  }
  const scope = 'repository:acme/web:pull,push repository:rival/web:pull'
  const logins: Record<string, string>[] = [
    { grant_type: 'password', username: 'owner@acme.test', password: PASSWORD },
    { grant_type: 'password', username: 'x', password: owner.token },
    { grant_type: 'refresh_token', refresh_token: owner.token },
  ]
  for (const login of logins) {
    const { status, access_token } = await post({ ...login, scope })
    expect(status).toBe(200)
    expect(grants(access_token)).toMatchObject([{ name: 'acme/web', actions: ['pull', 'push'] }])
    expect((await get('/v2/acme/web/manifests/v1', access_token)).status).toBe(200)
  }
  expect((await post({ grant_type: 'password', username: 'owner@acme.test', password: 'no' })).status).toBe(
    401,
  )
  expect((await post({ grant_type: 'refresh_token', refresh_token: 'no' })).status).toBe(401)
  expect((await post({ grant_type: 'device' })).status).toBe(400)
})

test('a token for named repositories has its rights there and nowhere else, by every way in', async () => {
  const authorization = basic('x', owner.token)
  const other = clientOf({
    url: registry.url,
    repository: () => 'acme/other',
    headers: async () => ({ authorization }),
  })
  const { layer } = await other.pushImage('v1', {}, 'elsewhere')
  const named = await registry.tokenOf('owner@acme.test', undefined, ['web', 'not/yet'])
  const own = basic('x', named.token)
  const { token } = await login(
    own,
    'repository:acme/web:*',
    'repository:acme/other:*',
    'repository:acme/not/yet:push',
  )
  expect(grants(token)).toEqual([
    { type: 'repository', name: 'acme/web', actions: ['pull', 'push', 'delete'] },
    { type: 'repository', name: 'acme/not/yet', actions: ['push'] },
  ])
  const as = (repository: string) =>
    clientOf({
      url: registry.url,
      repository: () => repository,
      headers: async () => ({ authorization: own }),
    })
  const [inside, outside] = [as('acme/web'), as('acme/other')]
  expect((await inside.call('GET', inside.at('manifests/v1'))).status).toBe(200)
  for (const [method, rest] of [
    ['GET', 'manifests/v1'],
    ['GET', 'tags/list'],
    ['HEAD', `blobs/${layer.digest}`],
    ['POST', 'blobs/uploads/'],
    ['PUT', 'manifests/v2'],
    ['DELETE', 'manifests/v1'],
    ['DELETE', `blobs/${layer.digest}`],
  ] as const)
    expect((await outside.call(method, outside.at(rest))).status, `${method} ${rest}`).toBe(403)
  for (const query of [`mount=${layer.digest}&from=acme/other`, `mount=${layer.digest}`])
    expect((await inside.call('POST', inside.at(`blobs/uploads/?${query}`))).status).toBe(202)
  expect((await inside.call('GET', '/v2/_catalog')).json()).toEqual({ repositories: ['acme/web'] })
})

test('a token for named repositories makes none for others', async () => {
  const { token } = await registry.tokenOf('owner@acme.test', ['registry:pull', 'token:manage'], ['web'])
  const actor = await registry.guard.authenticate({
    authorization: `Bearer ${token}`,
    cookie: null,
    ip: null,
  })
  if (actor?.kind !== 'user') throw new Error('a person')
  const tenant = await registry.db.tenant.findUniqueOrThrow({ where: { name: 'acme' } })
  const acting = {
    ...{ db: forTenant(registry.db, tenant.id), tenantId: tenant.id, role: 'owner' as const },
    ...{ by: actor.email, userId: actor.userId, ip: null },
  }
  const make = (repositories: readonly string[]) =>
    registry.guard.tokens.create(acting, actor, {
      ...{ kind: 'pat', name: 'second', scopes: ['registry:pull'], expiresInDays: 1 },
      repositories,
    })
  for (const wanted of [[], ['other'], ['web', 'other']])
    await expect(make(wanted)).rejects.toMatchObject({ code: 'auth.forbidden' })
  expect((await make(['web'])).view.repositories).toEqual(['web'])
})

test('a blob is found for a mount by whoever logged in, not by a token that was made for a node', async () => {
  const authorization = basic('x', owner.token)
  const source = clientOf({
    url: registry.url,
    repository: () => 'acme/source',
    headers: async () => ({ authorization }),
  })
  const { digest } = await source.pushBlob(Buffer.from('found or not'))
  const mount = async (bearer: string, to: string) =>
    (
      await fetch(`${registry.url}/v2/${to}/blobs/uploads/?mount=${digest}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${bearer}` },
      })
    ).status
  const { token } = await login(authorization, 'repository:acme/found:pull,push')
  expect(await mount(token, 'acme/found')).toBe(201)
  const mint = createCommitTokens({ url: registry.url, key: registry.key })
  const forNode = await mint(`token:${owner.id}`, { to: 'acme/committed', from: 'acme/web' })
  expect(await mount(forNode, 'acme/committed')).toBe(202)
})
