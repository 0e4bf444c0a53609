import { randomBytes } from 'node:crypto'
import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createFileBlobStore } from '@berth/blob'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clientOf, sha256, sha512, withQuery } from './client.ts'
import { collectorOf, DAY_MS, LEASE_MS } from './collect-fixture.ts'
import { type RegistryFixture, startRegistry } from './registry-fixture.ts'

const SMALL = 16 * 1024

let registry: RegistryFixture
let other: string
const headers: Record<string, { authorization: string }> = {}
beforeAll(async () => {
  registry = await startRegistry()
  other = await registry.startAnother()
  for (const tenant of ['acme', 'rival']) {
    const { token } = await registry.tokenOf(`owner@${tenant}.test`)
    headers[tenant] = { authorization: `Basic ${Buffer.from(`x:${token}`).toString('base64')}` }
    // the first content of a repository goes the long way
    await at(`${tenant}/web`).pushBlob(random(10))
  }
})
afterAll(() => registry.close())

const random = (bytes: number) => Buffer.from(randomBytes(bytes))
const at = (repository: string, url = registry.url) =>
  clientOf({
    url,
    repository: () => repository,
    headers: async () => headers[repository.split('/')[0] ?? ''] ?? {},
  })
const stored = (digest: string) => createFileBlobStore(registry.blobs).stat(digest)
const rowOf = (digest: string) => registry.db.blob.findUnique({ where: { digest } })
const usage = async () => {
  const row = await registry.db.imageUsage.findFirst({ where: { tenant: { name: 'acme' } } })
  return { bytes: Number(row?.bytes ?? 0), reserved: Number(row?.reserved ?? 0) }
}

test.each([
  ['POST and PUT', 'put'],
  ['one POST', 'post'],
])('small content that comes by %s lies in its row, and is served as any other', async (_, how) => {
  const { call, at: path, startUpload, finish } = at('acme/web')
  const [bytes, before] = [random(SMALL), await usage()]
  const digest = how === 'put' ? sha256(bytes) : sha512(bytes)
  const answer =
    how === 'put'
      ? await finish(await startUpload(), digest, bytes)
      : await call('POST', withQuery(path('blobs/uploads/'), { digest }), { body: bytes })
  expect([answer.status, answer.headers.get('docker-content-digest')]).toEqual([201, digest])
  expect(await stored(digest)).toBeUndefined()
  expect(Buffer.from((await rowOf(digest))?.content ?? []).equals(bytes)).toBe(true)
  expect(await usage()).toEqual({ bytes: before.bytes + SMALL, reserved: 0 })
  for (const url of [registry.url, other]) {
    const from = at('acme/web', url)
    expect((await from.call('GET', path(`blobs/${digest}`))).body.equals(bytes)).toBe(true)
    const head = await from.call('HEAD', path(`blobs/${digest}`))
    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(SMALL)])
    const part = await from.call('GET', path(`blobs/${digest}`), { headers: { range: 'bytes=5-9' } })
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 5-9/${SMALL}`])
    expect(part.body.equals(bytes.subarray(5, 10))).toBe(true)
  }
  expect((await at('rival/web').call('GET', `/v2/rival/web/blobs/${digest}`)).status).toBe(404)
  expect(readdirSync(join(registry.blobs, 'uploads'))).toEqual([])
})

test('what is longer, wrong, or not the whole upload goes into storage or nowhere', async () => {
  const { startUpload, finish, call, pushBlob } = at('acme/web')
  const long = await pushBlob(random(SMALL + 1))
  expect([(await rowOf(long.digest))?.content, await stored(long.digest)]).toEqual([
    null,
    { size: SMALL + 1 },
  ])
  const wrong = await finish(await startUpload(), sha256('else'), random(10))
  expect([wrong.status, (await rowOf(sha256('else')))?.content ?? null]).toEqual([400, null])
  const location = await startUpload()
  const [first, second] = [random(100), random(100)]
  await call('PATCH', location, { body: first })
  // a client that goes on at the address where it began, and whose last chunk would be a blob by itself
  expect((await finish(location, sha256(second), second)).status).toBe(400)
  expect((await rowOf(sha256(second)))?.content ?? null).toBeNull()
})

test('an upload that was only begun is nowhere, goes on in any process, and is over when it ended', async () => {
  const [one, two] = [at('acme/web'), at('acme/web', other)]
  const location = await one.startUpload()
  expect(await registry.db.upload.count()).toBe(0)
  const status = await two.call('GET', location)
  expect([status.status, status.headers.get('range')]).toEqual([204, '0-0'])
  const bytes = random(50)
  expect((await two.call('PATCH', location, { body: bytes })).status).toBe(202)
  expect((await one.finish(location, sha256(bytes))).status).toBe(201)
  const small = await one.startUpload()
  expect((await one.finish(small, sha256(bytes), bytes)).status).toBe(201)
  for (const over of [location, small]) expect((await one.call('GET', over)).status).toBe(404)
  const cancelled = await two.startUpload()
  expect((await two.call('DELETE', cancelled)).status).toBe(204)
  for (const method of ['GET', 'DELETE']) expect((await two.call(method, cancelled)).status).toBe(404)
  expect((await two.call('PATCH', cancelled, { body: bytes })).status).toBe(404)
})

test('the name of an upload is good for its repository, and nobody makes one up', async () => {
  const location = await at('acme/web').startUpload()
  const name = location.split('/').at(-1) ?? ''
  const [id, when, signature] = name.split('.')
  const rival = at('rival/web')
  expect((await rival.call('GET', `/v2/rival/web/blobs/uploads/${name}`)).status).toBe(404)
  const forged = [`upl_mine.${when}.${signature}`, `${id}.zzzz.${signature}`, `${id}.${when}`, `${id}`]
  for (const one of forged)
    expect((await at('acme/web').call('GET', `/v2/acme/web/blobs/uploads/${one}`)).status).toBe(404)
})

test('of many small pushes at once, through two processes, as many pass as fit, to the byte', async () => {
  const tenant = { name: 'acme' }
  const { images } = await registry.db.tenant.findUniqueOrThrow({ where: tenant })
  const before = await usage()
  await registry.db.tenant.update({ where: tenant, data: { images: before.bytes + 20 * 1000 } })
  await registry.db.imageUsage.updateMany({ where: { tenant }, data: { warnedAt: new Date() } })
  const pushed = await Promise.all(
    Array.from({ length: 60 }, (_, i) => at('acme/web', i % 2 ? other : registry.url).pushBlob(random(1000))),
  )
  const statuses = pushed.map(({ status }) => status)
  expect(statuses.filter((status) => status === 201)).toHaveLength(20)
  expect(statuses.filter((status) => status === 403)).toHaveLength(40)
  expect(await usage()).toEqual({ bytes: before.bytes + 20_000, reserved: 0 })
  await registry.db.tenant.update({ where: tenant, data: { images } })
})

test('the same small content pushed by two tenants at once is there once, and stays for who keeps it', async () => {
  for (let round = 0; round < 5; round++) {
    const bytes = random(200)
    const digest = sha256(bytes)
    const pushes = ['acme/web', 'rival/web', 'acme/web', 'rival/web'].map((name, i) =>
      at(name, i % 2 ? other : registry.url).pushBlob(bytes),
    )
    expect((await Promise.all(pushes)).map(({ status }) => status)).toEqual([201, 201, 201, 201])
    expect((await at('acme/web').call('DELETE', `/v2/acme/web/blobs/${digest}`)).status).toBe(202)
    expect((await at('acme/web').call('GET', `/v2/acme/web/blobs/${digest}`)).status).toBe(404)
    const kept = await at('rival/web').call('GET', `/v2/rival/web/blobs/${digest}`)
    expect(kept.body.equals(bytes)).toBe(true)
  }
})

test('collection frees small content, and whoever pushes it in that moment has it', async () => {
  const { pushBlob, call } = at('acme/web')
  const { run } = collectorOf(registry)
  const blobs = Array.from({ length: 20 }, () => random(300))
  await Promise.all(blobs.map((bytes) => pushBlob(bytes)))
  const digests = blobs.map((bytes) => sha256(bytes))
  // all leases but those of what is pushed from now on
  await registry.db.blob.updateMany({ data: { leasedAt: new Date(Date.now() - 2 * LEASE_MS) } })
  const again = blobs.slice(0, 10)
  const [done, ...pushed] = await Promise.all([
    run(0, { reconcile: true }),
    ...again.map((bytes, i) => at('acme/web', i % 2 ? other : registry.url).pushBlob(bytes)),
  ])
  expect([done.error, done.missing]).toEqual([null, 0])
  expect(pushed.every(({ status }) => status === 201)).toBe(true)
  for (const bytes of again)
    expect((await call('GET', `/v2/acme/web/blobs/${sha256(bytes)}`)).body.equals(bytes)).toBe(true)
  const left = await registry.db.blob.findMany({
    where: { digest: { in: digests } },
    select: { digest: true },
  })
  expect(left.map(({ digest }) => digest).toSorted()).toEqual(again.map((bytes) => sha256(bytes)).toSorted())
  const last = await run(2 * LEASE_MS, { reconcile: true })
  expect([last.error, last.bytes >= 10n * 300n]).toEqual([null, true])
  expect((await call('GET', `/v2/acme/web/blobs/${digests[0]}`)).status).toBe(404)
})

test('a file that was lost or cut is healed by a small push of the same content', async () => {
  const { call, finish, startUpload, pushBlob } = at('acme/web')
  const bytes = random(400)
  const digest = sha256(bytes)
  const chunked = await startUpload()
  await call('PATCH', chunked, { body: bytes })
  expect((await finish(chunked, digest)).status).toBe(201)
  const file = join(registry.blobs, 'sha256', digest.slice(7, 9), digest.slice(7))
  for (const spoil of [() => rmSync(file), () => writeFileSync(file, 'cut')]) {
    await registry.db.blob.update({ where: { digest }, data: { content: null } })
    spoil()
    const { run } = collectorOf(registry)
    expect((await run(0, { reconcile: true })).missing).toBe(1)
    expect((await call('GET', `/v2/acme/web/blobs/${digest}`)).status).toBe(404)
    expect((await pushBlob(bytes)).status).toBe(201)
    expect((await call('GET', `/v2/acme/web/blobs/${digest}`)).body.equals(bytes)).toBe(true)
    expect((await run(0, { reconcile: true })).missing).toBe(0)
    writeFileSync(file, bytes)
  }
  expect(await collectorOf(registry).run(2 * DAY_MS, { reconcile: true })).toMatchObject({ error: null })
  expect([await stored(digest), await rowOf(digest)]).toEqual([undefined, null])
})
