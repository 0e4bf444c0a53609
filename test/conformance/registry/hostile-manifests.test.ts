import { newId } from '@berth/core'
import { createImageLookup, createImageQueries, createImageRules } from '@berth/registry'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clientOf, OCI_CONFIG, OCI_INDEX, OCI_LAYER, OCI_MANIFEST, sha256 } from './client.ts'
import { collectorOf } from './collect-fixture.ts'
import { type RegistryFixture, startRegistry } from './registry-fixture.ts'

const MIB = 1024 ** 2

let registry: RegistryFixture
let authorization: string
let tenantId: string
beforeAll(async () => {
  registry = await startRegistry()
  const { token } = await registry.tokenOf('owner@acme.test')
  authorization = `Basic ${Buffer.from(`x:${token}`).toString('base64')}`
  tenantId = (await registry.db.tenant.findUniqueOrThrow({ where: { name: 'acme' } })).id
})
afterAll(() => registry.close())

const client = (repository: string) =>
  clientOf({ url: registry.url, repository: () => repository, headers: async () => ({ authorization }) })

test('a NUL anywhere in an address is the sender’s error, and not the registry’s', async () => {
  const { call, at, pushImage, startUpload } = client('acme/nul')
  const { digest } = await pushImage('v1')
  const location = await startUpload()
  const asked = [
    ['GET', '/v2/_catalog?last=%00'],
    ['GET', at('tags/list?last=a%00')],
    ['GET', at(`referrers/${digest}?artifactType=%00`)],
    ['GET', at(`referrers/${digest}?last=%00`)],
    ['GET', at('manifests/%00')],
    ['PATCH', `${location.slice(0, -1)}%00`],
    ['POST', at(`blobs/uploads/?mount=${digest}&from=acme%00/x`)],
  ] as const
  for (const [method, path] of asked) {
    const { status } = await call(method, path)
    expect({ method, path, status }).toEqual({ method, path, status: 400 })
  }
})

test('long annotations of what speaks of an image are not all read at once for its page', async () => {
  const { pushImage, call, at } = client('acme/annotated')
  const image = await pushImage('v1')
  const subject = { mediaType: OCI_MANIFEST, digest: image.digest, size: image.manifest.length }
  const about = (text: string, artifactType: string) =>
    pushImage('', { subject, artifactType, annotations: { text } }, text.slice(0, 9))
  await about('short', 'application/short')
  await about('x'.repeat(3 * MIB), 'application/long')
  await about('y'.repeat(3 * MIB), 'application/long')
  const queries = createImageQueries({ db: registry.db, host: 'h:1' })
  const shown = await queries.referrers({ tenantId, repository: 'acme/annotated' }, 'v1')
  const lengths = shown.map(({ annotations }) => annotations['text']?.length ?? 0)
  expect(lengths.toSorted((a, b) => a - b)).toEqual([0, 0, 5])
  // the specification's own list has all of them, over several pages
  let path: string | undefined = at(`referrers/${image.digest}`)
  let found = 0
  for (let page = 0; path !== undefined && page < 9; page++) {
    const answer = await call('GET', path)
    expect(answer.body.length).toBeLessThan(5 * MIB)
    found += (answer.json() as { manifests: unknown[] }).manifests.length
    path = /^<([^>]+)>/.exec(answer.headers.get('link') ?? '')?.[1]
  }
  expect(found).toBe(3)
})

test('of an index of many images a deploy reads the configs of some', async () => {
  const { pushBlob, putManifest } = client('acme/many')
  const config = JSON.stringify({
    architecture: 'amd64',
    os: 'linux',
    author: 'x'.repeat(2000),
    rootfs: { type: 'layers', diff_ids: [] },
  })
  const { status: _, ...descriptor } = { ...(await pushBlob(Buffer.from(config))), mediaType: OCI_CONFIG }
  const children = Array.from({ length: 80 }, (_, n) =>
    JSON.stringify({
      schemaVersion: 2,
      mediaType: OCI_MANIFEST,
      config: descriptor,
      layers: [],
      annotations: { n: `${n}` },
    }),
  )
  await Promise.all(children.map((child) => putManifest(sha256(child), child)))
  const manifests = children.map((child) => ({
    mediaType: OCI_MANIFEST,
    digest: sha256(child),
    size: child.length,
  }))
  const index = { schemaVersion: 2, mediaType: OCI_INDEX, manifests }
  expect((await putManifest('v1', index, OCI_INDEX)).status).toBe(201)
  const lookup = createImageLookup({ db: registry.db })
  const found = await lookup.find({ tenantId, repository: 'acme/many', reference: 'v1' })
  expect(found?.configs.length).toBeGreaterThan(0)
  expect(found?.configs.length).toBeLessThan(80)
})

test('an index may name more than Postgres takes parameters: what is not there is said', async () => {
  const manifests = Array.from({ length: 37_000 }, (_, n) => ({
    mediaType: 'a/b',
    digest: sha256(`${n}`),
    size: 1,
  }))
  const index = { schemaVersion: 2, mediaType: OCI_INDEX, manifests }
  const answer = await client('acme/wide').putManifest('v1', index, OCI_INDEX)
  expect(answer.status).toBe(404)
  const layers = manifests.map(({ digest }) => ({ mediaType: OCI_LAYER, digest, size: 1 }))
  const [config] = layers
  const image = { schemaVersion: 2, mediaType: OCI_MANIFEST, config, layers: layers.slice(0, 30_000) }
  const refused = await client('acme/wide').putManifest('v1', image)
  expect([404, 413]).toContain(refused.status)
})

test('rules are so few that weighing them costs nothing', async () => {
  const rules = createImageRules({ db: registry.db })
  const acting = { tenantId, by: 'ann@acme.test', ip: null }
  const row = { tenantId, createdBy: 'ann@acme.test' }
  const many = Array.from({ length: 50 }, () => row)
  await registry.db.tagRule.createMany({
    data: many.map((one) => ({ ...one, id: newId('tagRule'), tags: 'none', noDelete: true })),
  })
  await registry.db.retentionRule.createMany({
    data: many.map((one) => ({ ...one, id: newId('retentionRule'), repositories: 'none', keepLast: 1 })),
  })
  const tagRule = { repositories: '*', tags: '*', noOverwrite: true, noDelete: true }
  await expect(rules.addTagRule(acting, tagRule)).rejects.toMatchObject({ code: 'quota.exceeded' })
  const keeps = { keepLast: 1, keepPushedDays: null, keepPulledDays: null, untaggedDays: null }
  const retention = { repositories: '*', tags: '*', ...keeps }
  await expect(rules.addRetentionRule(acting, retention)).rejects.toMatchObject({ code: 'quota.exceeded' })
  await registry.db.tagRule.deleteMany()
  await registry.db.retentionRule.deleteMany()
})

test('a chain of ten thousand signatures of signatures, and a crowd of as many, hold up no collection', async () => {
  const [id, digest] = [newId('repository'), sha256('chained')]
  // in the library, where no trigger counts each row: the test would wait for that
  await registry.db.repository.create({ data: { id, name: 'library/chained', public: true } })
  await registry.db.$executeRaw`
    INSERT INTO "Manifest" ("repositoryId", digest, "mediaType", size, content, named)
    VALUES (${id}, ${digest}, ${OCI_MANIFEST}, 2, '{}'::bytea, true)`
  await registry.db.tag.create({ data: { repositoryId: id, name: 'v1', digest } })
  for (const shape of ['chain', 'crowd']) {
    await registry.db.$executeRaw`
      INSERT INTO "Manifest" ("repositoryId", digest, "mediaType", size, content, subject)
      SELECT ${id}, 'sha256:' || encode(sha256((${shape} || n)::bytea), 'hex'), ${OCI_MANIFEST}, 2, '{}'::bytea,
        CASE WHEN n = 1 OR ${shape} = 'crowd' THEN ${digest}
          ELSE 'sha256:' || encode(sha256((${shape} || (n - 1))::bytea), 'hex') END
      FROM generate_series(1, 10000) AS n`
  }
  const { run } = collectorOf(registry)
  expect(await run(0)).toMatchObject({ manifests: 0, error: null })
  const loose = () => registry.db.manifest.count({ where: { repositoryId: id, looseAt: { not: null } } })
  expect(await loose()).toBe(0)
  const queries = createImageQueries({ db: registry.db, host: 'h:1' })
  const shown = await queries.referrers({ tenantId, repository: 'library/chained' }, 'v1')
  expect(shown.length).toBeLessThanOrEqual(200)
  await registry.db.manifest.deleteMany({ where: { repositoryId: id, digest } })
  expect((await run(0)).error).toBe(null)
  expect(await loose()).toBe(20_000)
  await registry.db.repository.deleteMany({ where: { id } })
}, 60_000)
