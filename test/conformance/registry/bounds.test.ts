import { newId } from '@berth/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { requireFewer } from '../../../packages/registry/src/quota/most-things.ts'
import { logIn, type People } from './people.ts'
import { type RegistryFixture, startRegistry } from './registry-fixture.ts'

let registry: RegistryFixture
let people: People
let tenantId: string
beforeAll(async () => {
  registry = await startRegistry()
  people = await logIn(registry)
  tenantId = (await registry.db.tenant.findUniqueOrThrow({ where: { name: 'acme' } })).id
})
afterAll(() => registry.close())

const client = (repository: string) => people.as('owner@acme.test', repository)

test('a tenant has a thousand repositories, and one more is refused by name; those that it has go on', async () => {
  const web = client('acme/web')
  await web.pushImage('v1')
  const names = Array.from({ length: 999 }, (_, i) => `acme/r${i}`)
  await registry.db.repository.createMany({
    data: names.map((name) => ({ id: newId('repository'), name, tenantId })),
  })
  const refused = await client('acme/more').pushBlob(Buffer.from('one more'))
  expect(refused.status).toBe(403)
  expect(await registry.db.repository.count({ where: { name: 'acme/more' } })).toBe(0)
  expect((await web.pushImage('v2')).answer.status).toBe(201)
  await registry.db.repository.deleteMany({ where: { name: { in: names } } })
})

test('a tag beyond fifty thousand is refused with what to do; one that is there can be moved', async () => {
  const web = client('acme/web')
  const { digest } = await web.pushImage('v1')
  await registry.db.$executeRaw`
    INSERT INTO "Tag" ("repositoryId", name, digest)
    SELECT r.id, 't' || n, ${digest} FROM "Repository" r, generate_series(1, 50000) n WHERE r.name = 'acme/web'`
  const { answer } = await web.pushImage('new-one')
  expect(answer.status).toBe(403)
  expect(answer.json()).toMatchObject({
    errors: [
      { code: 'DENIED', message: expect.stringMatching(/at most 50000 tags: .*berth images retention/) },
    ],
  })
  expect((await web.pushImage('t1')).answer.status).toBe(201)
  await registry.db.$executeRaw`DELETE FROM "Tag" WHERE name LIKE 't%'`
})

test('manifests are counted over all repositories of a tenant, and of no other', async () => {
  await client('acme/one').pushImage('v1')
  await people.as('owner@rival.test', 'rival/one').pushImage('v1')
  const have = await registry.db.manifest.count({ where: { repository: { tenantId } } })
  await requireFewer(registry.db, tenantId, 'manifests', have)
  await expect(requireFewer(registry.db, tenantId, 'manifests', have - 1)).rejects.toMatchObject({
    code: 'registry.quota_exceeded',
  })
  await requireFewer(registry.db, null, 'manifests', 0)
})
