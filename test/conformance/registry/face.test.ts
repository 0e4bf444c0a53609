import { createImageQueries } from '@berth/registry'
import { newId } from '@berth/core'
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { OCI_CONFIG, OCI_INDEX, OCI_MANIFEST, sha256 } from './client.ts'
import { logIn, type People } from './people.ts'
import { type RegistryFixture, startRegistry } from './registry-fixture.ts'

let registry: RegistryFixture
let acmeId: string
let rivalId: string
let people: People
const BY = { by: 'owner@acme.test', ip: null }

beforeAll(async () => {
  registry = await startRegistry()
  const idOf = async (name: string) => (await registry.db.tenant.findUniqueOrThrow({ where: { name } })).id
  acmeId = await idOf('acme')
  rivalId = await idOf('rival')
  people = await logIn(registry)
})
afterAll(() => registry.close())

const queries = () => createImageQueries({ db: registry.db, host: 'h:1' })
const named = (repository: string, tenantId = acmeId) => ({ tenantId, repository })

const as = (repository: string, email = 'owner@acme.test') => people.as(email, repository)

/** An image with these layers, and a config of one's own. */
async function push(
  client: ReturnType<typeof as>,
  tag: string,
  options: { layers: Buffer[]; config?: Record<string, unknown>; more?: Record<string, unknown> },
) {
  const config = Buffer.from(
    JSON.stringify({
      architecture: 'amd64',
      os: 'linux',
      rootfs: { type: 'layers', diff_ids: [] },
      ...options.config,
    }),
  )
  const [configBlob, ...layers] = [
    { ...(await client.pushBlob(Buffer.from(config))), mediaType: OCI_CONFIG },
    ...(await Promise.all(options.layers.map((layer) => client.pushBlob(Buffer.from(layer))))),
  ]
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    config: configBlob,
    layers,
    ...options.more,
  })
  await client.putManifest(tag === '' ? sha256(manifest) : tag, manifest)
  return {
    digest: sha256(manifest),
    layers: layers.map(({ digest }) => digest),
    descriptor: { mediaType: OCI_MANIFEST, digest: sha256(manifest), size: manifest.length },
    configBytes: config.length,
  }
}

async function addRelease(tenantId: string, app: string, repository: string, digest: string) {
  const { db } = registry
  const project = await db.project.findFirstOrThrow({ where: { tenantId } })
  const [appId, id] = [newId('app'), newId('release')]
  await db.app.create({ data: { id: appId, tenantId, projectId: project.id, name: app } })
  await db.release.create({
    data: {
      ...{ id, appId, number: 1, image: repository, kin: id, repository, digest, processes: {}, env: {} },
      ...{ cpu: 1, memory: 1n, pids: 1, disk: 1n, health: {}, restart: {}, createdBy: 'x' },
    },
  })
  return appId
}

test('an image is told with its layers, what made them, and how it runs', async () => {
  const client = as('acme/told')
  const { digest, layers } = await push(client, 'v1', {
    layers: [Buffer.from('base'), Buffer.from('app layer')],
    config: {
      config: { Env: ['A=<b>'], Cmd: ['run'], ExposedPorts: { '80/tcp': {} }, Labels: { k: 'v' } },
      history: [
        { created_by: '/bin/sh -c #(nop) ADD file:1 in / ' },
        { created_by: 'ENV A=<b>', empty_layer: true },
        { created_by: 'RUN /bin/sh -c make # buildkit' },
      ],
    },
    more: { annotations: { 'org.opencontainers.image.title': 'told' } },
  })
  const image = await queries().image(named('acme/told'), { reference: 'v1' })
  expect(image).toMatchObject({
    ...{ repository: 'acme/told', tag: 'v1', digest, tags: ['v1'], pull: 'h:1/acme/told:v1' },
    ...{ pushedBy: 'owner@acme.test', platforms: ['linux/amd64'], variants: [] },
    annotations: { 'org.opencontainers.image.title': 'told' },
    config: { env: ['A=<b>'], cmd: ['run'], ports: ['80/tcp'], labels: { k: 'v' }, user: null },
  })
  expect(image.layers.map((one) => [one.digest, one.instruction])).toEqual([
    [layers[0], 'ADD file:1 in /'],
    [null, 'ENV A=<b>'],
    [layers[1], 'RUN make'],
  ])
  expect(JSON.parse(await queries().manifest(named('acme/told'), 'v1'))).toMatchObject({ schemaVersion: 2 })
  await expect(queries().image(named('acme/told'), { reference: 'v2' })).rejects.toMatchObject({
    code: 'registry.manifest_unknown',
  })
})

test('an index has the sizes of each platform, and shows the one that is asked for', async () => {
  const client = as('acme/multi')
  const [amd, arm] = [
    await push(client, '', { layers: [Buffer.from('for amd')] }),
    await push(client, '', { layers: [Buffer.from('for arm, longer')], config: { architecture: 'arm64' } }),
  ]
  const index = {
    schemaVersion: 2,
    mediaType: OCI_INDEX,
    manifests: [amd.descriptor, arm.descriptor],
  }
  await client.putManifest('all', index, OCI_INDEX)
  const image = await queries().image(named('acme/multi'), { reference: 'all', platform: 'linux/arm64' })
  expect(image.variants.map(({ platform, bytes }) => [platform, bytes])).toEqual([
    ['linux/amd64', amd.configBytes + 7],
    ['linux/arm64', arm.configBytes + 15],
  ])
  expect(image.shown).toMatchObject({ digest: arm.digest, platform: 'linux/arm64' })
  expect(image.bytes).toBe(image.variants.reduce((sum, { bytes }) => sum + bytes, 0))
  const plain = await queries().image(named('acme/multi'), { reference: 'all', platform: 'plan9/mips' })
  expect(plain.shown?.digest).toBe(amd.digest)
})

test('what speaks of an image is a tree, by subject and by the tags of cosign, which are no plain tags', async () => {
  const client = as('acme/signed')
  const { digest, descriptor } = await push(client, 'v1', { layers: [Buffer.from('signed')] })
  const artifact = (artifactType: string, subject: object, seed: string) =>
    push(client, '', { layers: [Buffer.from(seed)], more: { artifactType, subject } })
  const sbom = await artifact('application/spdx+json', descriptor, 'the sbom')
  await artifact('application/vnd.cncf.notary.signature', sbom.descriptor, 'signature of the sbom')
  const cosign = `${digest.replace(':', '-')}.sig`
  await push(client, cosign, { layers: [Buffer.from('cosign')] })
  const [first, second, ...more] = await queries().referrers(named('acme/signed'), 'v1')
  expect(more).toEqual([])
  expect([first, second].map((one) => [one?.kind, one?.tag])).toEqual([
    ['sbom', null],
    ['signature', cosign],
  ])
  expect(first?.referrers.map(({ kind }) => kind)).toEqual(['signature'])
  expect(await queries().tags(named('acme/signed'), { limit: 9 })).toMatchObject({
    total: 1,
    tags: [{ tag: 'v1' }],
  })
  const plan = await queries().planDeletion(named('acme/signed'), digest)
  expect(plan).toMatchObject({ kind: 'image', tags: ['v1'], manifests: 4 })
  await queries().delete(named('acme/signed'), { reference: digest, ...BY })
  expect(await registry.db.tag.count({ where: { repository: { name: 'acme/signed' } } })).toBe(0)
})

test('a preview counts what nobody else in storage uses, and tells the tenant what its quota gets back', async () => {
  const [own, shared, elsewhere] = [Buffer.alloc(1000, 1), Buffer.alloc(2000, 2), Buffer.alloc(4000, 3)]
  const client = as('acme/freed')
  const one = await push(client, 'one', { layers: [own, shared, elsewhere], config: { author: 'one' } })
  await push(client, 'two', { layers: [shared], config: { author: 'two' } })
  await push(as('rival/freed', 'owner@rival.test'), 'x', { layers: [elsewhere], config: { author: 'x' } })
  const plan = await queries().planDeletion(named('acme/freed'), 'one')
  expect(plan).toMatchObject({
    ...{ kind: 'tag', tags: ['one'], manifests: 1, usedBy: [], usedByOthers: 0 },
    freedBytes: 1000 + one.configBytes,
    quotaBytes: 1000 + 4000 + one.configBytes,
    sharedBytes: 4000,
  })
  await client.putManifest('again', (await queries().manifest(named('acme/freed'), 'one')).toString())
  expect(await queries().planDeletion(named('acme/freed'), 'one')).toMatchObject({
    freedBytes: 0,
    manifests: 0,
  })
  expect(await queries().planDeletion(named('acme/freed'), one.digest)).toMatchObject({
    ...{ kind: 'image', tags: ['again', 'one'], freedBytes: plan.freedBytes },
  })
  expect(await queries().planDeletion(named('acme/freed'), null)).toMatchObject({
    ...{ kind: 'repository', manifests: 2, sharedBytes: 4000 },
  })
})

test('of an index the children go that no tag and no other index holds', async () => {
  const client = as('acme/family')
  const children = [
    await push(client, '', { layers: [Buffer.from('alone')], config: { author: '1' } }),
    await push(client, 'named', { layers: [Buffer.from('tagged')], config: { author: '2' } }),
    await push(client, '', { layers: [Buffer.from('of both')], config: { author: '3' } }),
  ]
  const index = (which: number[]) => ({
    ...{ schemaVersion: 2, mediaType: OCI_INDEX },
    manifests: which.map((at) => children[at]?.descriptor),
  })
  const answer = await client.putManifest('first', index([0, 1, 2]), OCI_INDEX)
  await client.putManifest('second', index([2]), OCI_INDEX)
  const digest = answer.headers.get('docker-content-digest') ?? ''
  await queries().delete(named('acme/family'), { reference: digest, ...BY })
  const left = await registry.db.manifest.findMany({
    where: { repository: { name: 'acme/family' }, config: { not: null } },
    select: { digest: true },
  })
  expect(left.map((row) => row.digest).toSorted()).toEqual(
    children
      .slice(1)
      .map((one) => one.digest)
      .toSorted(),
  )
})

test('what a release can be rolled back to is not deleted; its app is named, another tenant is not', async () => {
  const client = as('acme/used')
  const { digest } = await push(client, 'v1', { layers: [Buffer.from('used')] })
  await registry.db.repository.updateMany({ where: { name: 'acme/used' }, data: { public: true } })
  const appId = await addRelease(acmeId, 'shop', 'acme/used', digest)
  await addRelease(rivalId, 'hidden-app', 'acme/used', digest)
  expect(await queries().planDeletion(named('acme/used'), 'v1')).toMatchObject({
    manifests: 0,
    freedBytes: 0,
  })
  for (const reference of [digest, null]) {
    const refused = queries().delete(named('acme/used'), { reference, ...BY })
    await expect(refused).rejects.toMatchObject({ code: 'registry.image_in_use' })
    await expect(refused).rejects.toThrow(/used by shop \(release 1\), 1 of other tenants/)
  }
  const pushed = await client.call('DELETE', client.at(`manifests/${digest}`))
  expect([pushed.status, pushed.body.toString()]).toEqual([409, expect.stringContaining('used by shop')])
  const tag = await client.call('DELETE', client.at('manifests/v1'))
  expect(tag.status).toBe(202)
  await registry.db.app.update({ where: { id: appId }, data: { deletedAt: new Date() } })
  await registry.db.app.updateMany({ where: { name: 'hidden-app' }, data: { deletedAt: new Date() } })
  await queries().delete(named('acme/used'), { reference: null, ...BY })
  await expect(queries().repository(named('acme/used'))).rejects.toMatchObject({
    code: 'registry.name_unknown',
  })
  expect(await registry.db.audit.findFirst({ where: { action: 'image.repository_deleted' } })).toMatchObject({
    ...{ by: BY.by, target: 'acme/used', tenantId: acmeId },
  })
})

test('two images are compared by layers, config and packages', async () => {
  const client = as('acme/compared')
  const [base, old, fresh] = [randomBytes(100), randomBytes(20), randomBytes(30)]
  const [a, b] = [
    await push(client, 'a', { layers: [base, old], config: { config: { Env: ['A=1'] } } }),
    await push(client, 'b', { layers: [base, fresh], config: { config: { Env: ['A=2'] } } }),
  ]
  const sides = {
    from: { repository: 'acme/compared', reference: 'a' },
    to: { repository: 'acme/compared', reference: 'b' },
  }
  const diff = await queries().diff({ tenantId: acmeId }, sides)
  expect(diff.layers.map(({ digest, state }) => [digest, state])).toEqual([
    [a.layers[0], 'shared'],
    [a.layers[1], 'removed'],
    [b.layers[1], 'added'],
  ])
  expect(diff).toMatchObject({
    bytes: { shared: 100, removed: 20, added: 30 },
    config: [{ field: 'env', key: 'A', from: '1', to: '2' }],
    packages: null,
  })
  const { id: repositoryId } = await registry.db.repository.findUniqueOrThrow({
    where: { name: 'acme/compared' },
  })
  const row = (digest: string, version: string) => ({
    ...{ repositoryId, digest, version, type: 'deb', name: 'openssl' },
  })
  await registry.db.imagePackage.createMany({ data: [row(a.digest, '3.0.11'), row(b.digest, '3.0.12')] })
  expect((await queries().diff({ tenantId: acmeId }, sides)).packages).toEqual([
    { type: 'deb', name: 'openssl', from: '3.0.11', to: '3.0.12' },
  ])
  expect(
    await queries().packages(named('acme/compared'), { digest: a.digest, search: 'SSL', limit: 9 }),
  ).toEqual({
    ...{ total: 1, known: true, packages: [{ type: 'deb', name: 'openssl', version: '3.0.11' }] },
  })
})

test('what is public is seen and found by others, and changed by its own tenant only', async () => {
  await push(as('acme/open'), '1', { layers: [Buffer.from('open')] })
  await push(as('acme/closed'), '1', { layers: [Buffer.from('closed')] })
  await registry.db.repository.updateMany({ where: { name: 'acme/open' }, data: { public: true } })
  await queries().describe(named('acme/open'), { description: '100 % of_it', readme: '# Open', ...BY })
  const seen = async (search: string) =>
    (await queries().list({ tenantId: rivalId }, { search, scope: 'public', limit: 9 })).repositories.map(
      ({ name }) => name,
    )
  expect(await seen('acme')).toEqual(['acme/open'])
  expect(await seen('0 % OF_')).toEqual(['acme/open'])
  expect(await seen('of%it')).toEqual([])
  expect(await queries().repository(named('acme/open', rivalId))).toMatchObject({
    ...{ own: false, readme: '# Open', tags: 1, description: '100 % of_it' },
  })
  const hidden = { code: 'registry.name_unknown' }
  const foreign = named('acme/open', rivalId)
  await expect(queries().describe(foreign, { readme: 'theirs', ...BY })).rejects.toMatchObject(hidden)
  await expect(queries().delete(foreign, { reference: '1', ...BY })).rejects.toMatchObject(hidden)
  await expect(queries().repository(named('acme/closed', rivalId))).rejects.toMatchObject(hidden)
  await expect(
    queries().describe(named('acme/open'), { description: 'two\nlines', ...BY }),
  ).rejects.toMatchObject({ code: 'input.invalid' })
})

test('who pushed what is public is told within the tenant, and to nobody else', async () => {
  const client = as('acme/pushed')
  const { digest } = await push(client, '1', { layers: [Buffer.from('pushed')] })
  const subject = { mediaType: 'application/vnd.oci.image.manifest.v1+json', digest, size: 1 }
  await push(client, 'signed', { layers: [Buffer.from('a signature')], more: { subject } })
  await registry.db.repository.updateMany({ where: { name: 'acme/pushed' }, data: { public: true } })
  const told = async (tenant?: string) => {
    const of = named('acme/pushed', tenant)
    const { tags } = await queries().tags(of, { limit: 9 })
    const { pushedBy } = await queries().image(of, { reference: '1' })
    const referrers = await queries().referrers(of, '1')
    return [pushedBy, ...[...tags, ...referrers].map((one) => one.pushedBy)]
  }
  expect(await told()).toEqual(Array.from({ length: 4 }, () => 'owner@acme.test'))
  expect(await told(rivalId)).toEqual([null, null, null, null])
})

test('of a thousand repositories and five thousand tags a page costs a few queries', async () => {
  const { db } = registry
  const rows = Array.from({ length: 1000 }, (_, at) => ({
    ...{ id: newId('repository'), tenantId: rivalId, name: `rival/many-${String(at).padStart(4, '0')}` },
    pulls: BigInt(at),
  }))
  await db.repository.createMany({ data: rows })
  const content = new Uint8Array(Buffer.from('{}'))
  const digestOf = (at: number) => `sha256:${String(at).padStart(64, '0')}`
  const manifest = { mediaType: OCI_MANIFEST, size: 2n, content }
  await db.manifest.createMany({
    data: rows.map(({ id }) => ({ ...manifest, repositoryId: id, digest: digestOf(0) })),
  })
  const first = rows[0]?.id ?? ''
  await db.manifest.createMany({
    data: Array.from({ length: 5000 }, (_, at) => ({
      ...{ ...manifest, repositoryId: first, digest: digestOf(at + 1) },
    })),
  })
  await db.tag.createMany({
    data: Array.from({ length: 5000 }, (_, at) => ({
      ...{ repositoryId: first, name: `t${at}`, digest: digestOf(at + 1) },
    })),
  })
  const counted = countQueries()
  const list = await counted.queries.list(
    { tenantId: rivalId },
    { search: 'many', sort: 'pulls', limit: 50, offset: 950 },
  )
  expect(list).toMatchObject({ total: 1000 })
  expect(list.repositories.at(-1)).toMatchObject({ name: 'rival/many-0000', tags: 5000 })
  expect(counted.taken()).toBeLessThanOrEqual(2)
  const tags = await counted.queries.tags(named('rival/many-0000', rivalId), {
    ...{ search: 't49', sort: 'name', limit: 50 },
  })
  expect([tags.total, tags.tags.length, tags.tags[0]?.tag]).toEqual([111, 50, 't49'])
  expect(counted.taken()).toBeLessThanOrEqual(4)
  await counted.queries.planDeletion(named('rival/many-0000', rivalId), 't1')
  expect(counted.taken()).toBeLessThanOrEqual(11)
})

/** The same questions through a client that counts what it is asked. */
function countQueries() {
  let count = 0
  const counting = registry.db.$extends({
    query: {
      $allOperations: ({ args, query }) => {
        count++
        return query(args)
      },
    },
  })
  return {
    // what it adds is counting: all else is the same client
    queries: createImageQueries({ db: counting as unknown as typeof registry.db, host: 'h:1' }),
    taken: () => {
      const taken = count
      count = 0
      return taken
    },
  }
}
