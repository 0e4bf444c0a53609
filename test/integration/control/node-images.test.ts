import { createNodeImages, type NodeImageService } from '@berth/api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { type ControlPlane, createTenant, startControlPlane } from './support/control-plane.ts'
import { pushImage } from './support/push-image.ts'
import { connectAgent, HELD_DIGEST, runs, type ScriptedAgent } from './support/scripted-agent.ts'

let plane: ControlPlane
let agent: ScriptedAgent
let images: NodeImageService
const prefetched: { repository: string; digest: string; token: string }[] = []
const by = { by: 'admin@example.com', ip: null }

beforeAll(async () => {
  plane = await startControlPlane()
  const { token } = await plane.addNode('one')
  await plane.addNode('away')
  await pushImage(plane.db, { tenantId: plane.caller.tenant.id, name: 'acme/job', tag: '1' })
  await plane.startControl()
  agent = await connectAgent({
    ...{ socket: plane.socket, redisUrl: plane.redis.bareUrl, token, script: runs() },
    onPrefetch: (asked) => void prefetched.push(asked),
  })
  const isReady = async () =>
    (await plane.db.node.findUniqueOrThrow({ where: { name: 'one' } })).state === 'ready'
  await eventually(isReady, { what: 'the node' })
  images = createNodeImages({ db: plane.db, nodes: plane.client, host: 'localhost:7070' })
})

afterAll(async () => {
  await agent?.close()
  await plane?.stop()
})

/** The one image that the node holds, in a repository of the tenant. */
async function haveHeld(tenantId: string, name: string): Promise<void> {
  const pushed = await plane.db.manifest.findFirstOrThrow({ where: { repository: { name: 'acme/job' } } })
  const { content, mediaType, size, references } = pushed
  await plane.db.repository.create({
    data: {
      id: `rep_${name.replace('/', '')}`,
      name,
      tenantId,
      manifests: { create: { digest: HELD_DIGEST, content, mediaType, size, references } },
    },
  })
}

test('what a node holds is shown with the names that its images have in the registry', async () => {
  await haveHeld(plane.caller.tenant.id, 'acme/held')
  const found = await images.list('one')
  expect(found).toMatchObject({ node: 'one', imageBytes: 10, diskBytes: 100, diskFreeBytes: 50 })
  expect(found.images).toMatchObject([{ digest: HELD_DIGEST, repositories: ['acme/held'], usedBy: [] }])
  await expect(images.list('away')).rejects.toMatchObject({ code: 'node.unreachable' })
  await expect(images.list('nowhere')).rejects.toMatchObject({ code: 'node.not_found' })
})

test('a tenant sees where its own images are warm, and nothing of others', async () => {
  const warm = { repository: 'acme/held', digest: HELD_DIGEST, nodes: ['one'] }
  expect(await images.warm({ tenantId: plane.caller.tenant.id })).toEqual([warm])
  const { tenant } = await createTenant(plane.db, 'rival')
  expect(await images.warm({ tenantId: tenant.id })).toEqual([])
})

test('an image is fetched ahead by all nodes that are ready, with a token for its repository alone', async () => {
  const { digest, nodes } = await images.prefetch({ image: 'acme/job:1' }, by)
  expect(nodes).toEqual(['one'])
  expect(prefetched).toMatchObject([{ repository: 'acme/job', digest }])
  const payload = prefetched[0]?.token.split('.')[1] ?? ''
  const { access } = JSON.parse(Buffer.from(payload, 'base64url').toString())
  expect(access).toEqual([{ type: 'repository', name: 'acme/job', actions: ['pull'] }])
  await expect(images.prefetch({ image: 'acme/job:2' }, by)).rejects.toMatchObject({
    code: 'image.not_found',
  })
})

test('images are removed of the node that is named, and the audit says who did it', async () => {
  expect(await images.prune({ node: 'one' }, by)).toEqual({ freedBytes: 10 })
  expect(await images.prune({ node: 'one', digest: HELD_DIGEST }, by)).toEqual({ freedBytes: 1 })
  const audit = await plane.db.audit.findMany({ where: { action: 'node.images_pruned' } })
  expect(audit.map(({ target }) => target).toSorted()).toEqual(['one', `one ${HELD_DIGEST}`])
})
