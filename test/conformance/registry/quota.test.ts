import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createFileBlobStore } from '@berth/blob'
import { reapUploads } from '@berth/registry'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { sha256, withQuery } from './client.ts'
import { collectorOf } from './collect-fixture.ts'
import { logIn, type People } from './people.ts'
import { type RegistryFixture, startRegistry } from './registry-fixture.ts'

const MIB = 1024 ** 2
const run = promisify(execFile)

let registry: RegistryFixture
let acme: string
let people: People
beforeAll(async () => {
  registry = await startRegistry()
  people = await logIn(registry)
  acme = (await registry.db.tenant.findUniqueOrThrow({ where: { name: 'acme' } })).id
})
afterAll(() => registry.close())

/** Every test begins with nothing in the tenant's repositories. */
beforeEach(async () => {
  await registry.db.repository.deleteMany({ where: { tenantId: { not: null } } })
  await registry.db.event.deleteMany()
  await limit(100 * MIB)
})

const limit = (images: number) =>
  registry.db.tenant.updateMany({ where: { name: { in: ['acme', 'rival'] } }, data: { images } })
const bytes = (length: number) => Buffer.from(randomBytes(length))

const as = (email: string, repository: string) => people.as(email, repository)
const owner = (repository = 'acme/web') => as('owner@acme.test', repository)

async function usage(tenant = 'acme') {
  const row = await registry.db.imageUsage.findFirst({ where: { tenant: { name: tenant } } })
  return { bytes: Number(row?.bytes ?? 0), reserved: Number(row?.reserved ?? 0) }
}

/** A body whose length the server is not told. */
async function pushChunked(location: string, total: number): Promise<Response> {
  let sent = 0
  const body = new ReadableStream({
    pull(controller) {
      if (sent >= total) return controller.close()
      controller.enqueue(new Uint8Array(randomBytes(MIB)))
      sent += MIB
    },
  })
  const request: RequestInit & { duplex: 'half' } = {
    method: 'PATCH',
    headers: people.headers('owner@acme.test'),
    body,
    duplex: 'half',
  }
  return fetch(new URL(location, registry.url), request)
}

test('what is said to be too long is refused before it is sent, holds nothing afterwards, and is told once', async () => {
  await limit(4 * MIB)
  const client = owner()
  const location = await client.startUpload()
  const answer = await client.call('PATCH', location, { body: bytes(5 * MIB) })
  expect(answer.status).toBe(403)
  expect(answer.json()).toMatchObject({
    errors: [
      {
        code: 'DENIED',
        message: expect.stringContaining('may take 4 MiB: 0 B are used, and this needs 5 MiB more'),
      },
    ],
  })
  expect(await usage()).toEqual({ bytes: 0, reserved: 0 })
  expect((await client.call('GET', location)).status).toBe(404)
  const told = () => registry.db.event.count({ where: { tenantId: acme, type: 'images.quota_exceeded' } })
  await expect.poll(told).toBe(1)
  await client.call('PATCH', await client.startUpload(), { body: bytes(5 * MIB) })
  expect(await told()).toBe(1)
})

test('a body of unknown length is stopped in the middle, and its bytes come back', async () => {
  await limit(20 * MIB)
  const answer = await pushChunked(await owner().startUpload(), 40 * MIB)
  expect(answer.status).toBe(403)
  expect(await answer.text()).toContain('the images of acme may take 20 MiB')
  expect(await usage()).toEqual({ bytes: 0, reserved: 0 })
  expect(await createFileBlobStore(registry.blobs).uploads()).toEqual([])
})

test('a body of unknown length that just fits passes', async () => {
  await limit(3 * MIB)
  const answer = await pushChunked(await owner().startUpload(), 3 * MIB)
  expect(answer.status).toBe(202)
  expect(await usage()).toEqual({ bytes: 0, reserved: 3 * MIB })
})

test('an open upload holds its bytes until it is cancelled, or nobody went on with it', async () => {
  const client = owner()
  const [cancelled, left] = [await client.startUpload(), await client.startUpload()]
  await client.call('PATCH', cancelled, { body: bytes(2 * MIB) })
  await client.call('PATCH', left, { body: bytes(3 * MIB) })
  expect(await usage()).toEqual({ bytes: 0, reserved: 5 * MIB })
  await client.call('DELETE', cancelled)
  expect(await usage()).toEqual({ bytes: 0, reserved: 3 * MIB })
  const later = { now: () => new Date(Date.now() + 25 * 60 * 60_000) }
  await reapUploads({ db: registry.db, blobs: createFileBlobStore(registry.blobs), clock: later })
  expect(await usage()).toEqual({ bytes: 0, reserved: 0 })
})

test('of many pushes at once as many pass as fit, to the byte', async () => {
  await limit(5 * 300_000)
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, index) => owner(`acme/many${index % 3}`).pushBlob(bytes(300_000))),
  )
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
    ...Array(5).fill(201),
    ...Array(7).fill(403),
  ])
  expect(await usage()).toEqual({ bytes: 5 * 300_000, reserved: 0 })
})

test('a layer counts once for a tenant, however many repositories have it, and once for the next tenant', async () => {
  const layer = bytes(100_000)
  await owner('acme/one').pushBlob(layer)
  const two = owner('acme/two')
  const mounted = await two.call(
    'POST',
    withQuery(two.at('blobs/uploads/'), { mount: sha256(layer), from: 'acme/one' }),
  )
  expect(mounted.status).toBe(201)
  await as('owner@rival.test', 'rival/one').pushBlob(layer)
  expect([await usage(), await usage('rival')]).toEqual([
    { bytes: 100_000, reserved: 0 },
    { bytes: 100_000, reserved: 0 },
  ])
  await owner('acme/one').call('DELETE', owner('acme/one').at(`blobs/${sha256(layer)}`))
  expect((await usage()).bytes).toBe(100_000)
  await two.call('DELETE', two.at(`blobs/${sha256(layer)}`))
  expect([(await usage()).bytes, (await usage('rival')).bytes]).toEqual([0, 100_000])
  const pulled = await as('owner@rival.test', 'rival/one').call('GET', `/v2/rival/one/blobs/${sha256(layer)}`)
  expect(pulled.body.equals(layer)).toBe(true)
})

test('manifests count, a second push of the same image costs nothing, and a deleted repository gives all back', async () => {
  const { manifest, layer, config } = await owner().pushImage('v1')
  const size = layer.size + config.size + manifest.length
  expect(await usage()).toEqual({ bytes: size, reserved: 0 })
  await owner().pushImage('v1')
  await owner().putManifest('v2', manifest)
  expect(await usage()).toEqual({ bytes: size, reserved: 0 })
  await limit(1) // lowered below what is used: what is there can still be pushed and tagged
  expect((await owner().putManifest('v3', manifest)).status).toBe(201)
  await registry.db.repository.delete({ where: { name: 'acme/web' } })
  expect(await usage()).toEqual({ bytes: 0, reserved: 0 })
})

test('80 % is told once, and again after it was less', async () => {
  await limit(1_000_000)
  const types = async () =>
    (await registry.db.event.findMany({ where: { tenantId: acme }, orderBy: { seq: 'asc' } })).map(
      ({ type }) => type,
    )
  const first = await owner().pushBlob(bytes(850_000))
  await owner().pushBlob(bytes(50_000))
  expect(await types()).toEqual(['images.quota_warning'])
  await owner().call('DELETE', owner().at(`blobs/${first.digest}`))
  await owner().pushBlob(bytes(800_000))
  expect(await types()).toEqual(['images.quota_warning', 'images.quota_warning'])
})

test('the library belongs to no tenant and has no such limit', async () => {
  await registry.db.tenant.updateMany({ data: { images: 1 } })
  const { answer } = await as('admin@berth.test', 'library/big').pushImage('1')
  expect(answer.status).toBe(201)
})

test('a count that was lost is found again when storage is compared', async () => {
  const { manifest, layer, config } = await owner().pushImage('v1')
  await registry.db.imageUsage.updateMany({ data: { bytes: 5n, reserved: 7n } })
  await registry.db.tenantBlob.deleteMany()
  const { run } = collectorOf(registry)
  expect((await run(0, { reconcile: true, dryRun: true })).error).toBeNull()
  expect(await usage()).toEqual({ bytes: 5, reserved: 7 })
  expect((await run(0, { reconcile: true })).error).toMatch(/had been counted wrongly/)
  expect(await usage()).toEqual({ bytes: layer.size + config.size + manifest.length, reserved: 0 })
  expect((await run(0, { reconcile: true })).error).toBeNull()
})

test('who is refused in the middle may send on for a while, and does not lose the answer by it', async () => {
  await limit(2 * MIB)
  const path = await owner().startUpload()
  const { hostname, port } = new URL(registry.url)
  const socket = connect(Number(port), hostname)
  const ended = once(socket, 'close') // rejects with what breaks the connection
  const head = [
    `PATCH ${path} HTTP/1.1`,
    `host: ${registry.host}`,
    `authorization: ${people.headers('owner@acme.test').authorization}`,
    'transfer-encoding: chunked',
    'connection: close', // as skopeo and podman have it
  ]
  socket.write([...head, '', ''].join('\r\n'))
  const chunk = Buffer.concat([Buffer.from(`${MIB.toString(16)}\r\n`), bytes(MIB), Buffer.from('\r\n')])
  const answered = once(socket, 'data')
  for (let sent = 0; sent < 3; sent++) socket.write(chunk)
  expect(String((await answered)[0])).toMatch(/^HTTP\/1\.1 403 /)
  for (let sent = 0; sent < 4; sent++) {
    if (!socket.write(chunk)) await once(socket, 'drain')
  }
  socket.end('0\r\n\r\n')
  await expect(ended).resolves.toEqual([false])
  expect(socket.bytesWritten).toBeGreaterThan(7 * MIB)
})

test('skopeo prints why a push ended in the middle', async () => {
  await limit(2 * MIB)
  const folder = mkdtempSync(join(tmpdir(), 'berth-quota-'))
  try {
    writeFileSync(join(folder, 'policy.json'), '{"default":[{"type":"insecureAcceptAnything"}]}')
    writeFileSync(join(folder, 'layer'), bytes(4 * MIB))
    const source = join(folder, 'image')
    await run('mkdir', [source])
    const [layer, config] = [
      bytes(4 * MIB),
      Buffer.from('{"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":[]}}'),
    ]
    for (const blob of [layer, config]) writeFileSync(join(source, sha256(blob).slice(7)), blob)
    const describe = (blob: Buffer, mediaType: string) => ({
      mediaType,
      digest: sha256(blob),
      size: blob.length,
    })
    writeFileSync(join(source, 'version'), 'Directory Transport Version: 1.1\n')
    writeFileSync(
      join(source, 'manifest.json'),
      JSON.stringify({
        schemaVersion: 2,
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        config: describe(config, 'application/vnd.oci.image.config.v1+json'),
        layers: [describe(layer, 'application/vnd.oci.image.layer.v1.tar')],
      }),
    )
    const push = run(
      'skopeo',
      [
        '--policy',
        join(folder, 'policy.json'),
        'copy',
        '--dest-tls-verify=false',
        '--dest-creds',
        people.credentials('owner@acme.test'),
        `dir:${source}`,
        `docker://${registry.host}/acme/big:1`,
      ],
      { env: { PATH: '/usr/bin:/bin', HOME: folder, XDG_DATA_HOME: folder } },
    )
    await expect(push).rejects.toThrow(/denied: the images of acme may take 2 MiB/)
    expect((await usage()).reserved).toBe(0)
    expect((await usage()).bytes).toBeLessThan(1000) // its config may have come first
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
