import { createImageQueries } from '@berth/registry'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { collectorOf, GRACE_MS, LEASE_MS, ownerOf } from './collect-fixture.ts'
import { type RegistryFixture, startRegistry } from './registry-fixture.ts'

let registry: RegistryFixture
let number = 0
beforeAll(async () => {
  registry = await startRegistry()
})
afterAll(() => registry.close())
beforeEach(() => {
  number++
})

const tagFor = (digest: string, ending = '.sig') => `${digest.replace(':', '-')}${ending}`

/** An image with a signature as cosign leaves it, and a signature of that one. */
async function pushSigned() {
  const name = `signed-${number}`
  const owner = await ownerOf(registry, name)
  const image = await owner.pushImage('v1', {}, name)
  const signature = await owner.pushImage(tagFor(image.digest), {}, `${name} signature`)
  const second = await owner.pushImage(tagFor(signature.digest), {}, `${name} second`)
  const statuses = async () => {
    const digests = [image.digest, signature.digest, second.digest]
    const answers = digests.map((digest) => owner.call('GET', owner.at(`manifests/${digest}`)))
    return (await Promise.all(answers)).map(({ status }) => status)
  }
  return { ...owner, name, image, signature, second, statuses }
}

test('signatures under tags stay with their image, and go with it in one run', async () => {
  const { call, at, statuses } = await pushSigned()
  const { run, settle } = collectorOf(registry)
  await settle()
  expect(await statuses()).toEqual([200, 200, 200])
  await call('DELETE', at('manifests/v1'))
  await run(0)
  const dry = await run(GRACE_MS + LEASE_MS, { dryRun: true })
  const done = await run(GRACE_MS + LEASE_MS)
  expect([dry.manifests, done.manifests, done.error]).toEqual([3, 3, null])
  expect(await statuses()).toEqual([404, 404, 404])
})

test('a signature whose image was never here stays, and so does one that a rule protects', async () => {
  const owner = await ownerOf(registry, `alone-${number}`)
  const alone = await owner.pushImage(tagFor(`sha256:${'ab'.repeat(32)}`), {}, `alone ${number}`)
  const { id: tenantId } = await registry.db.tenant.findUniqueOrThrow({ where: { name: 'acme' } })
  const { call, at, name, image, signature } = await pushSigned()
  await registry.db.tagRule.create({
    data: {
      ...{ id: `rule_${number}`, tenantId, repositories: name, tags: '*.sig' },
      ...{ noOverwrite: false, noDelete: true, createdBy: 'owner@acme.test' },
    },
  })
  await call('DELETE', at(`manifests/${image.digest}`))
  await collectorOf(registry).settle()
  expect((await owner.call('GET', owner.at(`manifests/${alone.digest}`))).status).toBe(200)
  expect((await call('GET', at(`manifests/${tagFor(image.digest)}`))).status).toBe(200)
  expect((await call('GET', at(`manifests/${signature.digest}`))).status).toBe(200)
})

test('who deletes an image by its digest deletes its signatures, which go after their grace', async () => {
  const { call, at, image, statuses } = await pushSigned()
  await call('DELETE', at(`manifests/${image.digest}`))
  expect((await call('GET', at(`manifests/${tagFor(image.digest)}`))).status).toBe(404)
  await collectorOf(registry).settle()
  expect(await statuses()).toEqual([404, 404, 404])
})

test('the preview of a deletion counts signatures under tags, and the deletion takes them', async () => {
  const { repository, image, statuses } = await pushSigned()
  const { id: tenantId } = await registry.db.tenant.findUniqueOrThrow({ where: { name: 'acme' } })
  const images = createImageQueries({ db: registry.db, host: registry.host })
  const named = { tenantId, repository }
  expect(await images.planDeletion(named, 'v1')).toMatchObject({ kind: 'tag', manifests: 3 })
  expect(await images.planDeletion(named, image.digest)).toMatchObject({ manifests: 3, tags: ['v1'] })
  await images.delete(named, { reference: image.digest, by: 'owner@acme.test', ip: null })
  expect(await statuses()).toEqual([404, 404, 404])
})
