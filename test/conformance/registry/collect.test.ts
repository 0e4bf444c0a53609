import { randomBytes } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createFileBlobStore } from '@berth/blob'
import { newId } from '@berth/core'
import { createImageLookup, createImageQueries } from '@berth/registry'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { OCI_INDEX, OCI_MANIFEST, sha256 } from './client.ts'
import { collectorOf, DAY_MS, GRACE_MS, LEASE_MS, ownerOf } from './collect-fixture.ts'
import { type RegistryFixture, startRegistry } from './registry-fixture.ts'

let registry: RegistryFixture
let number = 0
beforeAll(async () => {
  registry = await startRegistry({ smallBytes: 0 })
})
afterAll(() => registry.close())
beforeEach(async () => {
  number++
  await collectorOf(registry).settle()
})

const image = () => `collect-${number}`
const fileOf = (digest: string) => {
  const hex = digest.split(':')[1] ?? ''
  return join(registry.blobs, 'sha256', hex.slice(0, 2), hex)
}
const stored = async (digest: string) =>
  (await createFileBlobStore(registry.blobs).stat(digest)) !== undefined

test('an image whose tag was deleted goes after its grace, and its bytes are told', async () => {
  const { call, at, pushImage } = await ownerOf(registry, image())
  const { digest, layer, config } = await pushImage('v1', {}, image())
  await call('DELETE', at('manifests/v1'))
  const { run } = collectorOf(registry)
  expect((await run(0)).bytes).toBe(0n)
  expect((await call('GET', at(`manifests/${digest}`))).status).toBe(200)
  const dry = await run(GRACE_MS + LEASE_MS, { dryRun: true })
  expect(await stored(layer.digest)).toBe(true)
  const done = await run(GRACE_MS + LEASE_MS)
  expect([done.manifests, done.blobs, done.error]).toEqual([1, 2, null])
  expect(done.bytes).toBe(BigInt(layer.size + config.size))
  expect(dry).toMatchObject({ manifests: 1, blobs: done.blobs, bytes: done.bytes, laterBytes: 0n })
  expect(await stored(layer.digest)).toBe(false)
  expect((await call('GET', at(`manifests/${digest}`))).status).toBe(404)
  expect((await call('HEAD', at(`blobs/${layer.digest}`))).status).toBe(404)
})

test('a tagged image stays whole, however often and late collection runs', async () => {
  const { call, at, pushImage } = await ownerOf(registry, image())
  const { manifest, layer } = await pushImage('v1', {}, image())
  const { run } = collectorOf(registry)
  for (const later of [0, DAY_MS, 400 * DAY_MS]) await run(later, { reconcile: true })
  expect((await call('GET', at('manifests/v1'))).body.toString()).toBe(manifest)
  expect((await call('GET', at(`blobs/${layer.digest}`))).status).toBe(200)
})

test('children of a tagged index, their referrers, and referrers of those stay; all go with the tag', async () => {
  const { call, at, pushImage, putManifest } = await ownerOf(registry, image())
  const [child] = [await pushImage('', {}, `${image()} child`)]
  const index = JSON.stringify({
    schemaVersion: 2,
    mediaType: OCI_INDEX,
    manifests: [{ mediaType: OCI_MANIFEST, digest: child.digest, size: child.manifest.length }],
  })
  await putManifest('multi', index, OCI_INDEX)
  const subject = (of: { digest: string; manifest: string }) => ({
    subject: { mediaType: OCI_MANIFEST, digest: of.digest, size: of.manifest.length },
  })
  const sbom = await pushImage('', subject(child), `${image()} sbom`)
  const signature = await pushImage('', subject(sbom), `${image()} signature`)
  const { settle } = collectorOf(registry)
  await settle()
  for (const digest of [child.digest, sbom.digest, signature.digest])
    expect((await call('HEAD', at(`manifests/${digest}`))).status).toBe(200)
  expect((await call('GET', at(`blobs/${signature.layer.digest}`))).status).toBe(200)
  await call('DELETE', at('manifests/multi'))
  expect((await settle()).manifests).toBe(4)
})

test('what was pushed by its digest alone stays until somebody deletes it', async () => {
  const { call, at, pushImage } = await ownerOf(registry, image())
  const { digest, layer } = await pushImage('', {}, image())
  const { settle } = collectorOf(registry)
  await settle()
  expect((await call('GET', at(`manifests/${digest}`))).status).toBe(200)
  await call('DELETE', at(`manifests/${digest}`))
  await settle()
  expect(await stored(layer.digest)).toBe(false)
})

test('an image that a tag moved away from stays for its grace, and longer for whoever pulls it by digest', async () => {
  const { call, at, pushImage } = await ownerOf(registry, image())
  const old = await pushImage('latest', {}, `${image()} old`)
  await pushImage('latest', {}, `${image()} new`)
  const { run } = collectorOf(registry)
  await run(0)
  await run(GRACE_MS - LEASE_MS)
  expect((await call('GET', at(`manifests/${old.digest}`))).status).toBe(200)
  await registry.db.manifest.updateMany({
    where: { digest: old.digest },
    data: { leasedAt: new Date(Date.now() + GRACE_MS) },
  })
  await run(GRACE_MS + LEASE_MS)
  expect((await call('GET', at(`manifests/${old.digest}`))).status).toBe(200)
  await run(2 * GRACE_MS + LEASE_MS)
  expect((await call('GET', at(`manifests/${old.digest}`))).status).toBe(404)
})

test('a pull by digest renews what would have gone', async () => {
  const { call, at, pushImage } = await ownerOf(registry, image())
  const old = await pushImage('latest', {}, `${image()} old`)
  await pushImage('latest', {}, `${image()} new`)
  const long = new Date(Date.now() - 10 * GRACE_MS)
  await registry.db.manifest.updateMany({
    where: { digest: old.digest },
    data: { looseAt: long, leasedAt: long },
  })
  expect((await call('HEAD', at(`manifests/${old.digest}`))).status).toBe(200)
  await collectorOf(registry).run(0)
  expect((await call('GET', at(`manifests/${old.digest}`))).status).toBe(200)
})

test('what a release runs stays, untagged too, until its app is destroyed', async () => {
  const { call, at, pushImage } = await ownerOf(registry, image())
  const { digest } = await pushImage('v1', {}, image())
  const appId = await release(`acme/${image()}`, digest)
  await call('DELETE', at('manifests/v1'))
  const { settle } = collectorOf(registry)
  await settle()
  expect((await call('GET', at(`manifests/${digest}`))).status).toBe(200)
  await registry.db.app.update({ where: { id: appId }, data: { deletedAt: new Date() } })
  await settle()
  expect((await call('GET', at(`manifests/${digest}`))).status).toBe(404)
})

test('what only a release runs that was given up goes', async () => {
  const { call, at, pushImage } = await ownerOf(registry, image())
  const { digest } = await pushImage('v1', {}, image())
  const appId = await release(`acme/${image()}`, digest)
  await call('DELETE', at('manifests/v1'))
  const { settle } = collectorOf(registry)
  await settle()
  expect((await call('GET', at(`manifests/${digest}`))).status).toBe(200)
  await registry.db.release.updateMany({ where: { appId }, data: { givenUpAt: new Date() } })
  await settle()
  expect((await call('GET', at(`manifests/${digest}`))).status).toBe(404)
})

test('a blob that was pushed, asked for or mounted stays for its lease, and goes after it', async () => {
  const { call, at, pushBlob } = await ownerOf(registry, image())
  const other = await ownerOf(registry, `${image()}-other`)
  const [pushed, asked, mounted] = [
    await pushBlob(Buffer.from(randomBytes(100))),
    await pushBlob(Buffer.from(randomBytes(101))),
    await pushBlob(Buffer.from(randomBytes(102))),
  ]
  const long = new Date(Date.now() - DAY_MS)
  await registry.db.blob.updateMany({
    where: { digest: { in: [pushed.digest, asked.digest, mounted.digest] } },
    data: { leasedAt: long },
  })
  expect((await call('HEAD', at(`blobs/${asked.digest}`))).status).toBe(200)
  const mount = `blobs/uploads/?mount=${mounted.digest}&from=acme/${image()}`
  expect((await other.call('POST', other.at(mount))).status).toBe(201)
  const { run } = collectorOf(registry)
  const first = await run(0)
  expect([first.blobs, first.links]).toEqual([1, 1])
  expect((await call('HEAD', at(`blobs/${pushed.digest}`))).status).toBe(404)
  expect((await call('GET', at(`blobs/${asked.digest}`))).status).toBe(200)
  expect((await other.call('GET', other.at(`blobs/${mounted.digest}`))).status).toBe(200)
  expect((await run(2 * LEASE_MS)).blobs).toBe(2)
})

test('of a blob that two repositories have, the one that needs it keeps it', async () => {
  const [one, other] = [await ownerOf(registry, image()), await ownerOf(registry, `${image()}-other`)]
  const kept = await one.pushImage('v1', {}, image())
  await other.pushImage('v1', {}, image())
  await other.call('DELETE', other.at('manifests/v1'))
  const done = await collectorOf(registry).settle()
  expect([done.manifests, done.links, done.blobs]).toEqual([1, 2, 0])
  expect((await one.call('GET', one.at(`blobs/${kept.layer.digest}`))).status).toBe(200)
  expect((await other.call('GET', other.at(`blobs/${kept.layer.digest}`))).status).toBe(404)
})

test('a deploy that has just found an image finds it later too', async () => {
  const { call, at, pushImage } = await ownerOf(registry, image())
  const { digest } = await pushImage('v1', {}, image())
  await call('DELETE', at('manifests/v1'))
  const long = new Date(Date.now() - 10 * GRACE_MS)
  await registry.db.manifest.updateMany({ where: { digest }, data: { looseAt: long, leasedAt: long } })
  const tenant = await registry.db.tenant.findUniqueOrThrow({ where: { name: 'acme' } })
  const query = { tenantId: tenant.id, repository: `acme/${image()}`, reference: digest }
  expect((await createImageLookup({ db: registry.db }).find(query))?.digest).toBe(digest)
  await collectorOf(registry).run(0)
  expect((await call('GET', at(`manifests/${digest}`))).status).toBe(200)
})

test('a removal that fails is not told as freed, and the rest goes on', async () => {
  const { call, at, pushBlob } = await ownerOf(registry, image())
  const [stuck, free] = [
    await pushBlob(Buffer.from(randomBytes(50))),
    await pushBlob(Buffer.from(randomBytes(70))),
  ]
  const files = createFileBlobStore(registry.blobs)
  const setAside = async (digest: string) => {
    if (digest === stuck.digest) throw new Error('the disk is read-only')
    return files.setAside(digest)
  }
  const done = await collectorOf(registry, { blobs: { ...files, setAside } }).run(2 * LEASE_MS)
  expect([done.blobs, done.bytes]).toEqual([1, 70n])
  expect(done.error).toContain(stuck.digest)
  expect((await call('HEAD', at(`blobs/${free.digest}`))).status).toBe(404)
  expect((await collectorOf(registry).run(2 * LEASE_MS)).bytes).toBe(50n)
})

test('what storage has and the database does not goes after a day; a dry run only counts it', async () => {
  const bytes = randomBytes(33)
  const files = createFileBlobStore(registry.blobs)
  const writer = await files.create('upl_stray')
  async function* body() {
    yield bytes
  }
  await writer.append(body())
  await writer.commit({ digest: sha256(bytes) })
  const { run } = collectorOf(registry)
  expect((await run(LEASE_MS, { reconcile: true })).strays).toBe(0)
  expect((await run(2 * DAY_MS, { reconcile: true, dryRun: true })).strays).toBe(1)
  expect(await stored(sha256(bytes))).toBe(true)
  expect(await run(2 * DAY_MS, { reconcile: true })).toMatchObject({ strays: 1, blobs: 1, bytes: 33n })
  expect(await stored(sha256(bytes))).toBe(false)
})

test('content that is lost or cut is told, not deleted, and a push of it heals the image', async () => {
  const { call, at, pushImage, pushBlob } = await ownerOf(registry, image())
  const { layer, config } = await pushImage('v1', {}, image())
  const [whole, configBytes] = [readFileSync(fileOf(layer.digest)), readFileSync(fileOf(config.digest))]
  rmSync(fileOf(layer.digest))
  writeFileSync(fileOf(config.digest), 'cut')
  const { run } = collectorOf(registry)
  const done = await run(0, { reconcile: true })
  expect(done.missing).toBe(2)
  expect(done.error).toContain('missing in storage')
  expect(await registry.db.audit.count({ where: { target: { in: [layer.digest, config.digest] } } })).toBe(2)
  expect((await call('HEAD', at(`blobs/${layer.digest}`))).status).toBe(404)
  expect((await call('HEAD', at('manifests/v1'))).status).toBe(200)
  const { id: tenantId } = await registry.db.tenant.findUniqueOrThrow({ where: { name: 'acme' } })
  const { missing } = await createImageQueries({ db: registry.db, host: registry.host }).repository({
    tenantId,
    repository: `acme/${image()}`,
  })
  expect(missing).toEqual({ contents: 2, tags: ['v1'] })
  const events = await registry.db.event.findMany({ where: { type: 'images.content_missing' } })
  expect(events.map((event) => [event.tenantId, event.data])).toEqual([
    [tenantId, { repository: `acme/${image()}` }],
  ])
  await pushBlob(whole)
  await pushBlob(configBytes)
  expect((await call('GET', at(`blobs/${layer.digest}`))).body.equals(whole)).toBe(true)
  expect((await run(0, { reconcile: true })).missing).toBe(0)
})

test('an empty repository goes, and stays when somebody has described it', async () => {
  const [silent, described] = [await ownerOf(registry, image()), await ownerOf(registry, `${image()}-told`)]
  for (const { pushImage, call, at } of [silent, described]) {
    const { digest } = await pushImage('v1', {}, image())
    await call('DELETE', at(`manifests/${digest}`))
  }
  await registry.db.repository.update({
    where: { name: described.repository },
    data: { description: 'our tools' },
  })
  const { run } = collectorOf(registry)
  await run(2 * DAY_MS)
  await run(2 * DAY_MS)
  const left = await registry.db.repository.findMany({
    where: { name: { startsWith: `acme/${image()}` } },
    select: { name: true },
  })
  expect(left).toEqual([{ name: described.repository }])
})

test('of two collections at once one runs and the other says so; one that was cut off is told as that', async () => {
  await registry.db.collectionRun.create({ data: { id: newId('collection') } })
  const { run } = collectorOf(registry)
  const both = await Promise.allSettled([run(0), run(0)])
  const refused = both.filter((one) => one.status === 'rejected')
  expect(refused.map(({ reason }) => reason.code)).toEqual(['storage.collecting'])
  expect(await registry.db.collectionRun.count({ where: { error: 'it was cut off' } })).toBe(1)
})

async function release(repository: string, digest: string): Promise<string> {
  const { id: tenantId } = await registry.db.tenant.findUniqueOrThrow({ where: { name: 'acme' } })
  const project = await registry.db.project.findFirst({ where: { tenantId } })
  const projectId = project?.id ?? newId('project')
  if (!project) await registry.db.project.create({ data: { id: projectId, tenantId, name: 'default' } })
  const [appId, id] = [newId('app'), newId('release')]
  await registry.db.app.create({ data: { id: appId, tenantId, projectId, name: image() } })
  await registry.db.release.create({
    data: {
      id,
      appId,
      number: 1,
      image: repository,
      repository,
      digest,
      processes: {},
      env: {},
      cpu: 1,
      memory: 1n,
      pids: 1,
      disk: 1n,
      health: {},
      restart: {},
      kin: id,
      createdBy: 'owner@acme.test',
    },
  })
  return appId
}
