import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createFileBlobStore } from '@berth/blob'
import { reapUploads } from '@berth/registry'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clientOf, sha256 } from './client.ts'
import { type RegistryFixture, startRegistry } from './registry-fixture.ts'

let registry: RegistryFixture
let headers: { authorization: string }
beforeAll(async () => {
  registry = await startRegistry()
  const { token } = await registry.tokenOf('owner@acme.test')
  headers = { authorization: `Basic ${Buffer.from(`x:${token}`).toString('base64')}` }
})
afterAll(() => registry.close())

const clientAt = (url: string) =>
  clientOf({ url, repository: () => 'acme/web', headers: async () => headers })
const openUploads = () => readdirSync(join(registry.blobs, 'uploads'))

/** Sends a part of what was promised, then cuts the connection. */
async function cutBody(method: string, path: string, bytes: Buffer): Promise<void> {
  await new Promise<void>((resolve) => {
    const outgoing = request(new URL(path, registry.url), {
      method,
      headers: { ...headers, 'content-length': bytes.length * 2 },
    })
    outgoing.on('error', () => undefined)
    outgoing.on('close', resolve)
    outgoing.write(bytes, () => setTimeout(() => outgoing.destroy(), 100))
  })
  await sleep(200)
}

test('a body that is cut leaves nothing, and the upload goes on from where it stood', async () => {
  const { call, startUpload, finish } = clientAt(registry.url)
  const [first, second] = [Buffer.from(randomBytes(50_000)), Buffer.from(randomBytes(60_000))]
  const location = await startUpload()
  await call('PATCH', location, { body: first })
  await cutBody('PATCH', location, second)
  const status = await call('GET', location)
  expect([status.status, status.headers.get('range')]).toEqual([204, '0-49999'])
  const whole = Buffer.concat([first, second])
  expect((await finish(location, sha256(whole), second)).status).toBe(201)
})

test('a whole blob that is cut leaves no blob and no upload', async () => {
  const { call, at } = clientAt(registry.url)
  const bytes = Buffer.from(randomBytes(100_000))
  const before = openUploads()
  await cutBody('POST', `${at('blobs/uploads/')}?digest=${sha256(bytes)}`, bytes)
  expect(openUploads()).toEqual(before)
  expect((await call('HEAD', at(`blobs/${sha256(bytes)}`))).status).toBe(404)
})

test('a manifest that is cut leaves no tag', async () => {
  const { call, at, pushImage } = clientAt(registry.url)
  await pushImage('v1')
  await cutBody('PUT', at('manifests/cut'), Buffer.from('{"schemaVersion":2'))
  expect((await call('HEAD', at('manifests/cut'))).status).toBe(404)
})

test('any process can continue an upload', async () => {
  const clients = [clientAt(registry.url), clientAt(await registry.startAnother())]
  const parts = Array.from({ length: 6 }, () => Buffer.from(randomBytes(20_000)))
  const location = (await clients[0]?.startUpload()) ?? ''
  for (const [i, body] of parts.entries())
    expect((await clients[i % 2]?.call('PATCH', location, { body }))?.status).toBe(202)
  const whole = Buffer.concat(parts)
  expect((await clients[1]?.finish(location, sha256(whole)))?.status).toBe(201)
  const pulled = await clients[0]?.call('GET', `/v2/acme/web/blobs/${sha256(whole)}`)
  expect(pulled?.body.equals(whole)).toBe(true)
})

test('an upload that nobody goes on with is removed, and one that is young stays', async () => {
  const { call, startUpload } = clientAt(registry.url)
  const [old, young] = [await startUpload(), await startUpload()]
  await call('PATCH', old, { body: Buffer.from('abandoned') })
  const id = old.split('/').at(-1)?.split('.')[0] ?? ''
  await registry.db.upload.update({ where: { id }, data: { expiresAt: new Date(0) } })
  const blobs = createFileBlobStore(registry.blobs)
  expect(await reapUploads({ db: registry.db, blobs, clock: { now: () => new Date() } })).toBe(1)
  for (const upload of [old, young]) {
    const status = await call('GET', upload)
    expect([status.status, status.headers.get('range')]).toEqual([204, '0-0'])
  }
  expect(openUploads()).not.toContain(id)
})

test('a new repository takes many first uploads at once', async () => {
  const started = await Promise.all(
    Array.from({ length: 12 }, async () => {
      const begun = await fetch(`${registry.url}/v2/acme/brand-new/blobs/uploads/`, {
        method: 'POST',
        headers,
      })
      const location = new URL(begun.headers.get('location') ?? '', registry.url)
      return fetch(location, { method: 'PATCH', headers, body: 'the first chunk' })
    }),
  )
  expect(started.map((response) => response.status)).toEqual(Array.from({ length: 12 }, () => 202))
})

test('one blob and one tag, pushed many times at once, are there once', async () => {
  const { pushBlob, putManifest, call, at } = clientAt(registry.url)
  const bytes = Buffer.from(randomBytes(10_000))
  const pushed = await Promise.all(Array.from({ length: 8 }, () => pushBlob(bytes)))
  expect(pushed.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 201))
  const config = await pushBlob(
    Buffer.from('{"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":[]}}'),
  )
  const { status: _config, ...configDescriptor } = {
    ...config,
    mediaType: 'application/vnd.oci.image.config.v1+json',
  }
  const { status: _layer, ...layer } = pushed[0] ?? config
  const manifest = {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: configDescriptor,
    layers: [layer],
  }
  const put = await Promise.all(Array.from({ length: 8 }, () => putManifest('at-once', manifest)))
  expect(put.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 201))
  expect((await call('GET', at('manifests/at-once'))).status).toBe(200)
})
