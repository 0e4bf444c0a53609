import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type BlobStore, loadS3, type S3Settings } from '@berth/blob'
import { createBlobPlaces } from '@berth/registry'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSwift, type TestSwift } from '../../support/swift.ts'
import { collectorOf, DAY_MS, LEASE_MS, ownerOf } from './collect-fixture.ts'
import { type RegistryFixture, startRegistry } from './registry-fixture.ts'

const { createS3BlobStore } = await loadS3()

let swift: TestSwift
let registry: RegistryFixture
let settings: S3Settings
let open: () => BlobStore
let earlier = 0
beforeAll(async () => {
  swift = await startSwift()
  settings = await swift.createBucket()
  open = () => createS3BlobStore(settings, createBlobPlaces(registry.db))
  registry = await startRegistry({
    blobs: (_, db) => createS3BlobStore(settings, createBlobPlaces(db)),
    clock: { now: () => new Date(Date.now() - earlier) },
    smallBytes: 0,
  })
})
afterAll(async () => {
  await registry.close()
  await swift.stop()
})

const collector = (blobs = open()) => collectorOf(registry, { blobs })
const listed = async () => {
  const digests: string[] = []
  for await (const { digest } of open().list()) digests.push(digest)
  return digests
}
/** A blob that was pushed so long ago that its lease has ended. */
async function pushIdle(name: string) {
  const owner = await ownerOf(registry, name)
  const bytes = Buffer.from(randomBytes(100))
  earlier = 2 * LEASE_MS
  const { digest } = await owner.pushBlob(bytes)
  earlier = 0
  return { ...owner, bytes, digest, path: owner.at(`blobs/${digest}`) }
}

async function untilGone(digest: string): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    if ((await registry.db.blob.count({ where: { digest } })) === 0) return
    await sleep(20)
  }
  throw new Error(`the row of ${digest} is still there`)
}

async function* only(bytes: Uint8Array) {
  yield bytes
}

/** As when the network goes, or Postgres is restarted: of every transaction that holds a lock. */
async function breakTransactions(): Promise<void> {
  await registry.db.$queryRaw`
    SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'idle in transaction'`
}

test('a removal that arrives late takes nothing of what was pushed again meanwhile', async () => {
  const { call, pushBlob, bytes, digest, path } = await pushIdle('late')
  const late = Promise.withResolvers<void>()
  const store = open()
  const setAside = async (one: string) => {
    const aside = await store.setAside(one)
    return { ...aside, finish: () => late.promise.then(() => aside.finish()) }
  }
  const collected = collector({ ...store, setAside }).run(0)
  await untilGone(digest)
  expect((await pushBlob(bytes)).status).toBe(201)
  late.resolve()
  expect((await collected).error).toBeNull()
  expect((await call('GET', path)).body.equals(bytes)).toBe(true)
})

test('a removal whose connection to Postgres breaks takes nothing, and is done by the next one', async () => {
  const { call, pushBlob, bytes, digest, path } = await pushIdle('broken')
  const store = open()
  let pushed = 0
  const setAside = async (one: string) => {
    const aside = await store.setAside(one)
    await breakTransactions()
    pushed = (await pushBlob(bytes)).status
    return aside
  }
  const broken = collector({ ...store, setAside }).run(0)
  const outcome = await broken.then(
    ({ error }) => error,
    (error: unknown) => String(error),
  )
  expect([outcome === null, pushed]).toEqual([false, 201])
  expect((await call('GET', path)).body.equals(bytes)).toBe(true)
  await collector().run(2 * LEASE_MS)
  expect(await listed()).not.toContain(digest)
})

test('content of which a killed removal left only the object goes when storage is compared', async () => {
  const { digest } = await pushIdle('killed')
  const store = open()
  const setAside = async () => ({ finish: async () => undefined, undo: async () => undefined })
  const { run } = collector({ ...store, setAside })
  await run(0)
  expect(await listed()).toContain(digest)
  expect((await collector().run(0, { reconcile: true, dryRun: true })).strays).toBe(1)
  expect((await collector().run(0, { reconcile: true })).strays).toBe(1)
  expect(await listed()).not.toContain(digest)
})

test('content from before there were places is served, kept, and goes as any other', async () => {
  const { call, bytes, digest, path } = await pushIdle('before')
  // as an older platform stored it
  await (await open().setAside(digest)).finish()
  const plain = createS3BlobStore(settings)
  const writer = await plain.create('upl_before')
  await writer.append(only(bytes))
  await writer.commit({ digest })
  expect((await call('GET', path)).body.equals(bytes)).toBe(true)
  await registry.db.blob.updateMany({ where: { digest }, data: { leasedAt: new Date() } })
  expect(await collector().run(0, { reconcile: true })).toMatchObject({ missing: 0, strays: 0 })
  await collector().run(DAY_MS)
  expect(await listed()).not.toContain(digest)
})
