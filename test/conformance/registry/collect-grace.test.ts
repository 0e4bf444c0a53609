import pg from 'pg'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { OCI_INDEX, OCI_MANIFEST } from './client.ts'
import { collectorOf, GRACE_MS, LEASE_MS, ownerOf } from './collect-fixture.ts'
import { type RegistryFixture, startRegistry } from './registry-fixture.ts'

/** After lease and grace of what was noted before. */
const LATER_MS = GRACE_MS + LEASE_MS
/** Longer than a few passes in the order of digests could take by chance. */
const CHAIN = 40

let registry: RegistryFixture
let number = 0
beforeAll(async () => {
  registry = await startRegistry()
})
afterAll(() => registry.close())
beforeEach(() => {
  number++
})

type Pushed = { readonly digest: string; readonly manifest: string }
const image = () => `grace-${number}`
const descriptor = ({ digest, manifest }: Pushed) => ({
  mediaType: OCI_MANIFEST,
  digest,
  size: manifest.length,
})

test('the grace of a child begins anew when an index that named it since is deleted', async () => {
  const { call, at, pushImage, putManifest } = await ownerOf(registry, image())
  const { run } = collectorOf(registry)
  const child = await pushImage('v1', {}, image())
  await call('DELETE', at('manifests/v1'))
  await run(0)
  const index = { schemaVersion: 2, mediaType: OCI_INDEX, manifests: [descriptor(child)] }
  const put = await putManifest('multi', index, OCI_INDEX)
  const digest = put.headers.get('docker-content-digest') ?? ''
  expect((await call('DELETE', at(`manifests/${digest}`))).status).toBe(202)
  await run(LATER_MS)
  expect((await call('GET', at(`manifests/${child.digest}`))).status).toBe(200)
  await run(2 * LATER_MS)
  expect((await call('GET', at(`manifests/${child.digest}`))).status).toBe(404)
})

test('the grace of a referrer begins anew when its subject, which had a tag again, is deleted', async () => {
  const { call, at, pushImage, putManifest } = await ownerOf(registry, image())
  const { run } = collectorOf(registry)
  const subject = await pushImage('v1', {}, image())
  const referrer = await pushImage('', { subject: descriptor(subject) }, `${image()} sbom`)
  await call('DELETE', at('manifests/v1'))
  await run(0)
  await putManifest('v2', subject.manifest)
  expect((await call('DELETE', at(`manifests/${subject.digest}`))).status).toBe(202)
  await run(LATER_MS)
  expect((await call('GET', at(`manifests/${referrer.digest}`))).status).toBe(200)
  await run(2 * LATER_MS)
  expect((await call('GET', at(`manifests/${referrer.digest}`))).status).toBe(404)
})

test('an image that gets a tag while collection looks for what is loose has its whole grace after it', async () => {
  const { call, at, pushImage, putManifest } = await ownerOf(registry, image())
  const { run } = collectorOf(registry)
  const other = await pushImage('v1', {}, `${image()} other`)
  const child = await pushImage('', {}, image())
  await registry.db.manifest.updateMany({ where: { digest: child.digest }, data: { named: true } })
  // the push has written the manifest, and waits for its tag
  const held = await holdTag(other.digest)
  const put = putManifest('v1', child.manifest)
  await held.untilWaiting(1)
  const collected = run(0)
  await Promise.race([collected, held.untilWaiting(2)])
  await held.release()
  expect([(await put).status, (await collected).error]).toEqual([201, null])
  await call('DELETE', at('manifests/v1'))
  await run(LATER_MS)
  expect((await call('GET', at(`manifests/${child.digest}`))).status).toBe(200)
})

test('a long chain of referrers goes in one run', async () => {
  const { call, at, pushImage } = await ownerOf(registry, image())
  let last: Pushed = await pushImage('v1', {}, image())
  for (let i = 1; i < CHAIN; i++) last = await pushImage('', { subject: descriptor(last) }, `${image()} ${i}`)
  await call('DELETE', at('manifests/v1'))
  const { run } = collectorOf(registry)
  await run(0)
  expect((await run(LATER_MS)).manifests).toBe(CHAIN)
})

/** Another transaction that keeps the tag which points there. */
async function holdTag(digest: string) {
  const client = new pg.Client({ connectionString: registry.databaseUrl })
  await client.connect()
  await client.query('BEGIN')
  await client.query('SELECT 1 FROM "Tag" WHERE digest = $1 FOR UPDATE', [digest])
  return {
    untilWaiting: async (count: number) => {
      for (let tries = 0; tries < 500; tries++) {
        const waiting = await registry.db.$queryRaw<unknown[]>`
          SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
        if (waiting.length >= count) return
        await sleep(20)
      }
      throw new Error(`there are not ${count} who wait for a lock`)
    },
    release: async () => {
      await client.query('COMMIT')
      await client.end()
    },
  }
}
