import { randomBytes } from 'node:crypto'
import { createImageLookup, createImageQueries } from '@berth/registry'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { clientOf, sha256, withQuery } from './client.ts'
import { logIn, type People } from './people.ts'
import { ALL_SCOPES, type RegistryFixture, startRegistry } from './registry-fixture.ts'

let registry: RegistryFixture
let people: People
beforeAll(async () => {
  registry = await startRegistry()
  people = await logIn(registry)
})
afterAll(() => registry.close())

const as = (email: string, repository: string) => people.as(email, repository)
const random = () => Buffer.from(randomBytes(100))

test("another tenant's repository and a missing one answer the same", async () => {
  const { digest, layer } = await as('owner@acme.test', 'acme/web').pushImage('v1')
  for (const [method, rest] of [
    ['GET', 'manifests/v1'],
    ['HEAD', `manifests/${digest}`],
    ['GET', `blobs/${layer.digest}`],
    ['GET', 'tags/list'],
    ['GET', `referrers/${digest}`],
    ['DELETE', 'manifests/v1'],
    ['POST', 'blobs/uploads/'],
    ['PUT', 'manifests/v1'],
  ] as const) {
    const answers = await Promise.all(
      ['acme/web', 'acme/none', 'nobody/none'].map(async (name) => {
        const { call, at } = as('owner@rival.test', name)
        const answer = await call(method, at(rest), method === 'PUT' ? { body: '{}' } : {})
        // what was asked for comes back in the message
        return [
          answer.status,
          answer.body
            .toString()
            .replaceAll(name, 'N')
            .replaceAll(/"(acme|nobody)\b/g, '"T'),
        ]
      }),
    )
    expect(answers[0], `${method} ${rest}`).toEqual(answers[1])
    expect(answers[0]?.[0], `${method} ${rest}`).toEqual(answers[2]?.[0])
    expect([403, 404]).toContain(answers[0]?.[0])
  }
})

test('a blob is not mounted from where one may not pull, nor read without a link', async () => {
  const { digest } = await as('owner@acme.test', 'acme/private').pushBlob(random())
  const rival = as('owner@rival.test', 'rival/web')
  const mounted = await rival.call(
    'POST',
    withQuery(rival.at('blobs/uploads/'), { mount: digest, from: 'acme/private' }),
  )
  expect(mounted.status).toBe(202)
  const guessed = await rival.call('POST', withQuery(rival.at('blobs/uploads/'), { mount: digest }))
  expect(guessed.status).toBe(202)
  expect((await rival.call('HEAD', rival.at(`blobs/${digest}`))).status).toBe(404)
})

test('an upload is continued only through the repository that it was begun in', async () => {
  const location = await as('owner@acme.test', 'acme/web').startUpload()
  const id = location.split('/').at(-1)
  const elsewhere = as('owner@acme.test', 'acme/other')
  const rival = as('owner@rival.test', 'rival/web')
  for (const { call, at } of [elsewhere, rival]) {
    for (const method of ['GET', 'PATCH', 'DELETE'])
      expect(
        (await call(method, at(`blobs/uploads/${id}`), method === 'PATCH' ? { body: random() } : {})).status,
      ).toBe(404)
  }
})

test('only administrators write to the library, everybody reads it', async () => {
  const member = as('owner@acme.test', 'library/busybox')
  expect((await member.call('POST', member.at('blobs/uploads/'))).status).toBe(403)
  const admin = as('admin@berth.test', 'library/busybox')
  expect((await admin.pushImage('1')).answer.status).toBe(201)
  const reader = as('owner@rival.test', 'library/busybox')
  expect((await reader.call('GET', reader.at('manifests/1'))).status).toBe(200)
  const { token } = await registry.tokenOf('admin@berth.test', ALL_SCOPES)
  const authorization = `Basic ${Buffer.from(`x:${token}`).toString('base64')}`
  const weak = clientOf({
    url: registry.url,
    repository: () => 'library/busybox',
    headers: async () => ({ authorization }),
  })
  expect((await weak.call('POST', weak.at('blobs/uploads/'))).status).toBe(403)
})

test('the catalog shows what one may pull', async () => {
  await as('owner@acme.test', 'acme/web').pushImage('v1')
  await as('owner@rival.test', 'rival/web').pushImage('v1')
  await as('admin@berth.test', 'library/busybox').pushImage('1')
  const list = async (email: string, query = '') =>
    (await as(email, 'x/y').call('GET', `/v2/_catalog${query}`)).json() as { repositories: string[] }
  expect((await list('owner@acme.test')).repositories).toEqual(
    expect.arrayContaining(['acme/web', 'library/busybox']),
  )
  expect((await list('owner@acme.test')).repositories).not.toContain('rival/web')
  const page = await as('owner@rival.test', 'x/y').call('GET', '/v2/_catalog?n=1')
  expect(page.json()).toEqual({ repositories: ['library/busybox'] })
  expect(page.headers.get('link')).toBe('</v2/_catalog?n=1&last=library%2Fbusybox>; rel="next"')
})

test('two tenants with the same layer do not see each other, and one may delete it', async () => {
  const bytes = random()
  await as('owner@acme.test', 'acme/shared').pushBlob(bytes)
  await as('owner@rival.test', 'rival/shared').pushBlob(bytes)
  const acme = as('owner@acme.test', 'acme/shared')
  expect((await acme.call('DELETE', acme.at(`blobs/${sha256(bytes)}`))).status).toBe(202)
  const rival = as('owner@rival.test', 'rival/shared')
  expect((await rival.call('GET', rival.at(`blobs/${sha256(bytes)}`))).body.equals(bytes)).toBe(true)
})

test('the page and deploys see the same images as the registry', async () => {
  const { digest } = await as('owner@acme.test', 'acme/seen').pushImage('v1')
  const tenantId = (await registry.db.tenant.findUniqueOrThrow({ where: { name: 'acme' } })).id
  const rivalId = (await registry.db.tenant.findUniqueOrThrow({ where: { name: 'rival' } })).id
  const [queries, lookup] = [
    createImageQueries({ db: registry.db, host: 'h:1' }),
    createImageLookup({ db: registry.db }),
  ]
  const [own, foreign] = [tenantId, rivalId].map((id) => ({ tenantId: id, repository: 'acme/seen' }))
  if (!own || !foreign) throw new Error('two tenants')
  expect(await queries.tags(own, { limit: 9 })).toMatchObject({
    total: 1,
    tags: [
      {
        tag: 'v1',
        digest,
        platforms: ['linux/amd64'],
        pull: 'h:1/acme/seen:v1',
        pushedBy: 'owner@acme.test',
      },
    ],
  })
  const { repositories } = await queries.list({ tenantId }, { limit: 99 })
  expect(repositories.map(({ name }) => name)).toContain('acme/seen')
  const query = { tenantId, repository: 'acme/seen', reference: 'v1' }
  expect(await lookup.find(query)).toMatchObject({
    digest,
    configs: [{ architecture: 'amd64', os: 'linux' }],
  })
  expect(await lookup.find({ ...query, reference: digest })).toMatchObject({ digest })
  expect(await lookup.tags(query)).toEqual(['v1'])
  expect(await lookup.find({ ...query, tenantId: rivalId })).toBeUndefined()
  expect(await lookup.tags({ ...query, tenantId: rivalId })).toEqual([])
  const request = { reference: 'v1', by: 'somebody', ip: null }
  const hidden = { code: 'registry.name_unknown' }
  await expect(queries.tags(foreign, { limit: 9 })).rejects.toMatchObject(hidden)
  await expect(queries.delete(foreign, request)).rejects.toMatchObject(hidden)
  await queries.delete(own, request)
  expect(await queries.tags(own, { limit: 9 })).toEqual({ total: 0, tags: [] })
})

test('nobody learns without a login whether something exists', async () => {
  const { digest, layer } = await as('owner@acme.test', 'acme/hidden').pushImage('v1')
  for (const [method, rest] of [
    ['GET', 'manifests/v1'],
    ['HEAD', `manifests/${digest}`],
    ['GET', `blobs/${layer.digest}`],
    ['GET', 'tags/list'],
    ['GET', `referrers/${digest}`],
    ['POST', `blobs/uploads/?mount=${layer.digest}&from=acme/hidden`],
    ['DELETE', 'manifests/v1'],
  ] as const) {
    const answers = await Promise.all(
      ['acme/hidden', 'acme/none', 'nobody/none'].map(async (name) => {
        const response = await fetch(`${registry.url}/v2/${name}/${rest}`, { method })
        const text = `${response.headers.get('www-authenticate')} ${await response.text()}`
        return [response.status, text.replaceAll(name, 'N')]
      }),
    )
    expect(answers[0]?.[0]).toBe(401)
    expect(answers[1], `${method} ${rest}`).toEqual(answers[0])
    expect(answers[2], `${method} ${rest}`).toEqual(answers[0])
  }
})

test('a public repository is pulled by everybody, written by its tenant, and private again within five seconds', async () => {
  const { digest, layer } = await as('owner@acme.test', 'acme/shown').pushImage('v1')
  await registry.db.repository.update({ where: { name: 'acme/shown' }, data: { public: true } })
  const status = async (method: string, rest: string) =>
    (await fetch(`${registry.url}/v2/acme/shown/${rest}`, { method })).status
  for (const rest of ['manifests/v1', `blobs/${layer.digest}`, 'tags/list', `referrers/${digest}`])
    expect(await status('GET', rest)).toBe(200)
  expect(await status('POST', 'blobs/uploads/')).toBe(401)
  expect(await status('DELETE', 'manifests/v1')).toBe(401)
  const rival = as('owner@rival.test', 'acme/shown')
  expect((await rival.call('GET', rival.at('manifests/v1'))).status).toBe(200)
  expect((await rival.call('DELETE', rival.at('manifests/v1'))).status).toBe(403)
  await registry.db.repository.update({ where: { name: 'acme/shown' }, data: { public: false } })
  await eventually(async () => (await status('GET', 'manifests/v1')) === 401, { withinMs: 5000 })
  expect((await rival.call('GET', rival.at('manifests/v1'))).status).toBe(404)
})
