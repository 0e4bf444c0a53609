import { randomBytes } from 'node:crypto'
import { createFileBlobStore } from '@berth/blob'
import { newId } from '@berth/core'
import { createImageLookup, createMirrorAdmin, reapUploads } from '@berth/registry'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { startRegistryProcess } from '../../support/registry-process.ts'
import { type FakeUpstream, startFakeUpstream } from './fake-upstream.ts'
import { mirrorUpstream, readerOf } from './mirror-fixture.ts'
import { type RegistryFixture, startRegistry } from './registry-fixture.ts'

let registry: RegistryFixture
let upstream: FakeUpstream
let read: ReturnType<typeof readerOf>
beforeAll(async () => {
  registry = await startRegistry()
  upstream = await startFakeUpstream()
  read = readerOf(registry, (await registry.tokenOf('viewer@acme.test', ['registry:pull'])).token)
})
afterEach(() => upstream.behave())
afterAll(async () => {
  upstream.close()
  await registry.close()
})

const layerOf = (bytes: number) => randomBytes(bytes)
const asks = (path: string) => upstream.asked.filter((line) => line === path).length
/** As if the time to live of every tag were over. */
const age = () => registry.db.tag.updateMany({ data: { checkedAt: new Date(0) } })

test('an image is fetched as it is pulled, and the second pull asks nobody', async () => {
  const layer = layerOf(300_000)
  const image = upstream.addImage('team/first', '1', layer)
  const prefix = await mirrorUpstream(registry, upstream.url)
  const name = `mirror/${prefix}/team/first`
  const manifest = await read(`${name}/manifests/1`)
  expect(manifest.status, manifest.text).toBe(200)
  expect(manifest.headers.get('docker-content-digest')).toBe(image.digest)
  expect((await read(`${name}/blobs/${image.layer}`)).body.equals(layer)).toBe(true)
  const before = upstream.asked.length
  expect((await read(`${name}/manifests/1`)).status).toBe(200)
  expect((await read(`${name}/blobs/${image.layer}`)).body.equals(layer)).toBe(true)
  expect(upstream.asked.length).toBe(before)
})

test('a part of a blob can be asked for before the blob is here', async () => {
  const layer = layerOf(100_000)
  const image = upstream.addImage('team/part', '1', layer)
  const name = `mirror/${await mirrorUpstream(registry, upstream.url)}/team/part`
  const head = await read(`${name}/blobs/${image.layer}`, { method: 'HEAD' })
  expect([head.status, head.headers.get('content-length')]).toEqual([200, '100000'])
  const part = await read(`${name}/blobs/${image.layer}`, { headers: { range: 'bytes=10-19' } })
  expect(part.status).toBe(206)
  expect(part.body.equals(layer.subarray(10, 20))).toBe(true)
})

test('fifty clients at once cause one download', async () => {
  const layer = layerOf(600_000)
  const image = upstream.addImage('team/crowd', '1', layer)
  const name = `mirror/${await mirrorUpstream(registry, upstream.url)}/team/crowd`
  const all = Array.from({ length: 50 }, async () => {
    const manifest = await read(`${name}/manifests/1`)
    const blob = await read(`${name}/blobs/${image.layer}`)
    return manifest.status === 200 && blob.body.equals(layer)
  })
  expect((await Promise.all(all)).every(Boolean)).toBe(true)
  expect(asks(`GET /v2/team/crowd/blobs/${image.layer}`)).toBe(1)
  expect(asks('HEAD /v2/team/crowd/manifests/1')).toBe(1)
  expect(asks(`GET /v2/team/crowd/manifests/${image.digest}`)).toBe(1)
})

test('the first bytes reach the client while the rest is still on its way', async () => {
  const layer = layerOf(200_000)
  const image = upstream.addImage('team/slow', '1', layer)
  const name = `mirror/${await mirrorUpstream(registry, upstream.url)}/team/slow`
  let finish = () => {}
  upstream.misbehave(new RegExp(`blobs/${image.layer}`), (_, response) => {
    response.writeHead(200, { 'content-length': layer.length })
    response.write(layer.subarray(0, 100_000))
    finish = () => response.end(layer.subarray(100_000))
  })
  const { token } = await registry.tokenOf('viewer@acme.test', ['registry:pull'])
  const response = await fetch(`${registry.url}/v2/${name}/blobs/${image.layer}`, {
    headers: { authorization: `Basic ${Buffer.from(`x:${token}`).toString('base64')}` },
  })
  const reader = response.body?.getReader()
  expect((await reader?.read())?.value?.length).toBeGreaterThan(0)
  finish()
  await reader?.cancel()
})

test('a blob whose digest is another one breaks off before its end, is not kept, and is told', async () => {
  const layer = layerOf(150_000)
  const image = upstream.addImage('team/liar', '1', layer)
  const name = `mirror/${await mirrorUpstream(registry, upstream.url)}/team/liar`
  upstream.misbehave(new RegExp(`blobs/${image.layer}`), (_, response) => {
    const forged = layerOf(layer.length)
    response.writeHead(200, { 'content-length': forged.length }).end(forged)
  })
  await expect(read(`${name}/blobs/${image.layer}`)).rejects.toThrow()
  expect(await registry.db.repositoryBlob.count({ where: { digest: image.layer } })).toBe(0)
  const told = await registry.db.audit.findFirst({ where: { action: 'mirror.digest_wrong' } })
  expect(told?.target).toBe(`${name}@${image.layer}`)
  upstream.behave()
  expect((await read(`${name}/blobs/${image.layer}`)).body.equals(layer)).toBe(true)
})

test('a manifest whose digest is another one is not kept', async () => {
  const image = upstream.addImage('team/forger', '1', layerOf(1000))
  const name = `mirror/${await mirrorUpstream(registry, upstream.url)}/team/forger`
  upstream.misbehave(/team\/forger\/manifests\/sha256/, (_, response) => {
    response
      .writeHead(200, { 'content-type': 'application/vnd.oci.image.manifest.v1+json' })
      .end('{"schemaVersion":2}')
  })
  expect((await read(`${name}/manifests/${image.digest}`)).status).toBe(503)
  expect(await registry.db.manifest.count({ where: { repository: { name } } })).toBe(0)
})

test.each([
  ['cuts in the middle', (layer: Buffer) => [layer.length, layer.subarray(0, 50_000), true] as const],
  [
    'sends more than it promised',
    (layer: Buffer) => [undefined, Buffer.concat([layer, layer]), false] as const,
  ],
])('of an upstream that %s nothing is kept, and the client notices', async (what, make) => {
  const layer = layerOf(100_000)
  const repository = `team/cut${what.length}`
  const image = upstream.addImage(repository, '1', layer)
  const name = `mirror/${await mirrorUpstream(registry, upstream.url)}/${repository}`
  expect((await read(`${name}/manifests/1`)).status).toBe(200)
  const [length, bytes, cut] = make(layer)
  upstream.misbehave(new RegExp(`${repository}/blobs/${image.layer}`), (_, response) => {
    response.writeHead(200, length === undefined ? {} : { 'content-length': length })
    response.write(bytes, () => (cut ? response.destroy() : response.end()))
  })
  await expect(read(`${name}/blobs/${image.layer}`)).rejects.toThrow()
  expect(await registry.db.repositoryBlob.count({ where: { digest: image.layer } })).toBe(0)
  upstream.behave()
  expect((await read(`${name}/blobs/${image.layer}`)).body.equals(layer)).toBe(true)
})

test('an upstream that hangs, fails or is rate limited is told as what it is, and never as "not found"', async () => {
  upstream.addImage('team/down', '1', layerOf(1000))
  const status = async (answer: Parameters<FakeUpstream['misbehave']>[1]) => {
    const prefix = await mirrorUpstream(registry, upstream.url)
    upstream.misbehave(/team\/down/, answer)
    return read(`mirror/${prefix}/team/down/manifests/1`)
  }
  expect((await status((_, response) => void response.writeHead(500).end())).status).toBe(503)
  expect((await status((_, response) => void response.writeHead(403).end())).status).toBe(403)
  expect((await status((_, response) => void response.writeHead(404).end())).status).toBe(404)
  expect((await status(() => {})).status).toBe(504)
  const limited = await status((_, response) => void response.writeHead(429, { 'retry-after': '77' }).end())
  expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '77'])
  const closed = await mirrorUpstream(registry, 'http://127.0.0.1:1025')
  expect((await read(`mirror/${closed}/team/down/manifests/1`)).status).toBe(503)
})

test('after a test of an upstream the list says at once how it does', async () => {
  const [good, gone] = [
    await mirrorUpstream(registry, upstream.url),
    await mirrorUpstream(registry, 'http://127.0.0.1:1999'),
  ]
  const mirrors = createMirrorAdmin({
    db: registry.db,
    control: { seal: async () => '', test: (prefix) => registry.mirror.test(prefix) },
  })
  await mirrors.test(good)
  await expect(mirrors.test(gone)).rejects.toThrow()
  const listed = new Map((await mirrors.list()).mirrors.map((mirror) => [mirror.prefix, mirror]))
  expect(listed.get(good)).toMatchObject({ okAt: expect.any(Date), failedAt: null })
  expect(listed.get(gone)).toMatchObject({ okAt: null, failedAt: expect.any(Date) })
})

test('a tag is asked about again after its time, by HEAD, and followed when it has moved', async () => {
  const first = upstream.addImage('team/moving', 'latest', layerOf(1000))
  const name = `mirror/${await mirrorUpstream(registry, upstream.url)}/team/moving`
  const digest = async () => (await read(`${name}/manifests/latest`)).headers.get('docker-content-digest')
  expect(await digest()).toBe(first.digest)
  await age()
  const before = upstream.asked.length
  expect(await digest()).toBe(first.digest)
  expect(upstream.asked.slice(before)).toEqual(['HEAD /v2/team/moving/manifests/latest'])
  const second = upstream.addImage('team/moving', 'latest', layerOf(1000))
  expect(await digest()).toBe(first.digest)
  await age()
  expect(await digest()).toBe(second.digest)
})

test('while the upstream fails or limits, what is here is served, and says that it is old', async () => {
  const image = upstream.addImage('team/stale', '1', layerOf(1000))
  const name = `mirror/${await mirrorUpstream(registry, upstream.url)}/team/stale`
  await read(`${name}/manifests/1`)
  for (const code of [500, 429]) {
    await age()
    upstream.misbehave(/team\/stale/, (_, response) => void response.writeHead(code).end())
    const answer = await read(`${name}/manifests/1`)
    expect([answer.status, answer.headers.get('docker-content-digest')]).toEqual([200, image.digest])
    expect(answer.headers.get('warning')).toMatch(/stale/i)
  }
})

test('a tag that is gone at the upstream is gone here', async () => {
  upstream.addImage('team/gone', '1', layerOf(1000))
  const name = `mirror/${await mirrorUpstream(registry, upstream.url)}/team/gone`
  expect((await read(`${name}/manifests/1`)).status).toBe(200)
  await age()
  upstream.misbehave(/team\/gone/, (_, response) => void response.writeHead(404).end())
  expect((await read(`${name}/manifests/1`)).status).toBe(404)
})

test('a login goes to the upstream and its token service only: not to a foreign realm, not on a redirect', async () => {
  const thief = await startFakeUpstream()
  const login = { username: 'puller', password: 'hub-password' }
  const layer = layerOf(10_000)
  const image = upstream.addImage('team/private', '1', layer)
  const wants = (realm: string) =>
    upstream.misbehave(/team\/private/, (request, response) => {
      if (request.headers.authorization === 'Bearer good') {
        const isBlob = request.url?.includes('/blobs/')
        if (isBlob) return void response.writeHead(307, { location: `${thief.url}/elsewhere` }).end()
      }
      response.writeHead(401, { 'www-authenticate': `Bearer realm="${realm}",service="s"` }).end()
    })
  upstream.misbehave(
    /^\/token/,
    (_, response) => void response.writeHead(200).end('{"token":"good","expires_in":300}'),
  )
  thief.misbehave(
    /elsewhere/,
    (_, response) => void response.writeHead(200, { 'content-length': layer.length }).end(layer),
  )
  const name = `mirror/${await mirrorUpstream(registry, upstream.url, { login })}/team/private`

  wants(`${thief.url}/token`)
  const refused = await read(`${name}/manifests/1`)
  expect(refused.status).toBe(403)
  expect(refused.text).toContain(thief.host)
  expect(thief.asked).toEqual([])

  wants(`${upstream.url}/token`)
  expect((await read(`${name}/blobs/${image.layer}`)).body.equals(layer)).toBe(true)
  const basic = `Basic ${Buffer.from('puller:hub-password').toString('base64')}`
  const tokenAt = upstream.asked.findIndex((line) => line.startsWith('GET /token'))
  expect(upstream.credentials[tokenAt]).toBe(basic)
  expect(upstream.asked[tokenAt]).toContain('scope=repository%3Ateam%2Fprivate%3Apull')
  expect(thief.credentials).toEqual([''])
  thief.close()
})

test('a realm that an administrator named is trusted, and its token is asked for once', async () => {
  const service = await startFakeUpstream()
  service.misbehave(
    /token/,
    (_, response) => void response.writeHead(200).end('{"access_token":"good","expires_in":300}'),
  )
  const image = upstream.addImage('team/named', '1', layerOf(1000))
  const login = { username: 'u', password: 'p-123456' }
  const prefix = await mirrorUpstream(registry, upstream.url, { login, realms: [service.host] })
  const challenge = { 'www-authenticate': `Bearer realm="${service.url}/token",service="s"` }
  upstream.misbehave(/team\/named/, (request, response) => {
    if (request.headers.authorization !== 'Bearer good') return void response.writeHead(401, challenge).end()
    response.writeHead(200, { 'docker-content-digest': image.digest }).end()
  })
  for (let i = 0; i < 3; i++)
    await read(`mirror/${prefix}/team/named/blobs/${image.layer}`, { method: 'HEAD' })
  expect(service.asked.length).toBe(1)
  service.close()
})

test('?ns= names an upstream, and the answer says so; one that is not mirrored is not found', async () => {
  const image = upstream.addImage('library/tool', '1', layerOf(1000))
  await mirrorUpstream(registry, upstream.url, { namespaces: ['registry.example'] })
  const answer = await read('library/tool/manifests/1?ns=registry.example')
  expect([answer.status, answer.headers.get('oci-namespace')]).toEqual([200, 'registry.example'])
  expect(answer.headers.get('docker-content-digest')).toBe(image.digest)
  const blob = await read(`library/tool/blobs/${image.layer}?ns=registry.example`)
  expect([blob.status, blob.headers.get('oci-namespace')]).toEqual([200, 'registry.example'])
  expect((await read('library/tool/manifests/1?ns=other.example')).status).toBe(404)
})

test('nobody pulls through without a login, unless it was opened; nobody pushes', async () => {
  upstream.addImage('team/rights', '1', layerOf(1000))
  const name = `mirror/${await mirrorUpstream(registry, upstream.url)}/team/rights`
  const anonymous = () => fetch(`${registry.url}/v2/${name}/manifests/1`).then(({ status }) => status)
  expect(await anonymous()).toBe(401)
  const pusher = readerOf(registry, (await registry.tokenOf('owner@acme.test', ['registry:push'])).token)
  expect((await pusher(`${name}/manifests/1`)).status).toBe(403)
  const named = await registry.tokenOf('owner@acme.test', ['registry:pull'], ['web'])
  expect((await readerOf(registry, named.token)(`${name}/manifests/1`)).status).toBe(200)
  expect((await pusher(`${name}/blobs/uploads/`, { method: 'POST' })).status).toBe(403)
})

test('a layer that two images of one upstream share is fetched once, and one that a tenant pushed is fetched all the same', async () => {
  const layer = layerOf(5000)
  const [one, two] = ['team/one', 'team/two'].map((name) => upstream.addImage(name, '1', layer))
  const prefix = await mirrorUpstream(registry, upstream.url)
  expect((await read(`mirror/${prefix}/team/one/blobs/${one?.layer}`)).status).toBe(200)
  expect((await read(`mirror/${prefix}/team/two/blobs/${two?.layer}`)).status).toBe(200)
  expect(asks(`GET /v2/team/two/blobs/${two?.layer}`)).toBe(0)
  const other = await mirrorUpstream(registry, upstream.url)
  expect((await read(`mirror/${other}/team/two/blobs/${two?.layer}`)).status).toBe(200)
  expect(asks(`GET /v2/team/two/blobs/${two?.layer}`)).toBe(1)
})

test('a full mirror forgets what was pulled longest ago, and never what a release uses', async () => {
  const limit = 250_000
  const prefix = await mirrorUpstream(registry, upstream.url, { maxBytes: limit })
  const pull = async (name: string) => {
    const image = upstream.addImage(`full/${name}`, '1', layerOf(100_000))
    await read(`mirror/${prefix}/full/${name}/manifests/1`)
    return (await read(`mirror/${prefix}/full/${name}/blobs/${image.layer}`)).status
  }
  const grow = () => {
    const old = { pulledAt: new Date(1), pushedAt: new Date(1), leasedAt: new Date(1) }
    return Promise.all([
      registry.db.manifest.updateMany({ where: { repository: { name: { contains: '/full/' } } }, data: old }),
      registry.db.repositoryBlob.updateMany({ data: { createdAt: new Date(1) } }),
    ])
  }
  const here = async (name: string) =>
    (await registry.db.manifest.count({ where: { repository: { name: `mirror/${prefix}/full/${name}` } } })) >
    0
  expect(await pull('used')).toBe(200)
  await releaseOf(`mirror/${prefix}/full/used`)
  expect(await pull('old')).toBe(200)
  expect(await pull('refused')).toBe(507)
  await grow()
  expect(await pull('new')).toBe(200)
  expect([await here('used'), await here('old'), await here('new')]).toEqual([true, false, true])
})

test('a process that is killed while it stores leaves nothing half: another fetches it whole, and the rest is reaped', async () => {
  const layer = layerOf(500_000)
  const image = upstream.addImage('team/killed', '1', layer)
  const name = `mirror/${await mirrorUpstream(registry, upstream.url)}/team/killed`
  const { databaseUrl, key, pepper, blobs: root, url } = registry
  const store = { kind: 'files', root } as const
  const victim = await startRegistryProcess({
    databaseUrl,
    store,
    url,
    key: key.reveal(),
    pepper: pepper.reveal(),
  })
  upstream.misbehave(new RegExp(`blobs/${image.layer}`), (_, response) => {
    response.writeHead(200, { 'content-length': layer.length })
    response.write(layer.subarray(0, 300_000))
  })
  const { token } = await registry.tokenOf('viewer@acme.test', ['registry:pull'])
  const pull = readerOf({ ...registry, url: victim.url }, token)(`${name}/blobs/${image.layer}`)
  await eventually(async () => (await registry.db.upload.count()) === 1)
  await Promise.all([expect(pull).rejects.toThrow(), victim.stop()])
  upstream.behave()
  expect((await read(`${name}/blobs/${image.layer}`)).body.equals(layer)).toBe(true)
  const later = { now: () => new Date(Date.now() + 25 * 60 * 60_000) }
  const files = createFileBlobStore(root)
  await reapUploads({ db: registry.db, blobs: files, clock: later })
  expect([await registry.db.upload.count(), await files.uploads()]).toEqual([0, []])
})

test('of an index a deploy gets the images of the architectures that it can run', async () => {
  const [amd64, arm64] = [
    upstream.addImage('team/multi', 'a', layerOf(10)),
    upstream.addImage('team/multi', 'b', layerOf(11)),
  ]
  const platform = (architecture: string) => ({ platform: { os: 'linux', architecture } })
  upstream.addIndex('team/multi', 'latest', [
    { ...amd64.descriptor, ...platform('amd64') },
    { ...arm64.descriptor, ...platform('arm64') },
  ])
  const prefix = await mirrorUpstream(registry, upstream.url, { namespaces: ['multi.example'] })
  const lookup = createImageLookup({
    db: registry.db,
    bring: ({ repository, ...wanted }) => registry.mirror.image(repository, wanted),
  })
  expect(await lookup.mirrorOf('Multi.example')).toBe(prefix)
  const repository = `mirror/${prefix}/team/multi`
  const query = { tenantId: 'ten_x', repository, architectures: ['amd64'] }
  const found = await lookup.find({ ...query, reference: 'latest' })
  expect(found?.configs.map(({ architecture }) => architecture)).toEqual(['amd64'])
  expect(asks(`GET /v2/team/multi/manifests/${arm64.digest}`)).toBe(0)
  expect(await lookup.find({ ...query, reference: 'none' })).toBeUndefined()
})

test('administrators open mirrors to everybody, and throw away what is in them', async () => {
  const image = upstream.addImage('team/opened', '1', layerOf(1000))
  const name = `mirror/${await mirrorUpstream(registry, upstream.url)}/team/opened`
  const anonymous = () => fetch(`${registry.url}/v2/${name}/manifests/1`).then(({ status }) => status)
  const control = { seal: async () => '', test: async () => ({ ms: 1 }) }
  const mirrors = createMirrorAdmin({ db: registry.db, control })
  await mirrors.setAnonymous({ label: 'admin', ip: null }, true)
  // a token for nobody is made at once; that nobody may is believed for two seconds
  await eventually(async () => (await anonymous()) === 200)
  await mirrors.setAnonymous({ label: 'admin', ip: null }, false)
  const remove = { method: 'DELETE' }
  expect((await read(`${name}/manifests/${image.digest}`, remove)).status).toBe(403)
  const scopes = ['platform:admin', 'registry:pull', 'registry:delete'] as const
  const admin = readerOf(registry, (await registry.tokenOf('admin@berth.test', scopes)).token)
  expect((await admin(`${name}/manifests/${image.digest}`, remove)).status).toBe(202)
})

/** A release of an app of acme that runs the image of a repository. */
async function releaseOf(repository: string): Promise<void> {
  const { db } = registry
  const manifest = await db.manifest.findFirstOrThrow({ where: { repository: { name: repository } } })
  const tenant = await db.tenant.findUniqueOrThrow({ where: { name: 'acme' }, include: { projects: true } })
  const app = { id: newId('app'), tenantId: tenant.id, projectId: tenant.projects[0]?.id ?? '', name: 'uses' }
  await db.app.create({ data: app })
  const limits = { cpu: 1, memory: 1n, pids: 1, disk: 1n }
  const rest = { processes: {}, env: {}, health: {}, restart: {}, kin: 'x', createdBy: 'test', ...limits }
  await db.release.create({
    data: {
      id: newId('release'),
      appId: app.id,
      number: 1,
      image: repository,
      repository,
      digest: manifest.digest,
      ...rest,
    },
  })
}
