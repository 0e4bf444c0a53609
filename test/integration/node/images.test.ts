import type { NodeImages } from '@berth/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { openRig, type Rig } from './support/rig.ts'

let rig: Rig

beforeAll(async () => {
  rig = await openRig()
  await rig.startAgent()
  await eventually(() => connected(), { what: 'the agent' })
})

afterAll(() => rig.close())

function connected(): boolean {
  try {
    return rig.control.agent() !== undefined
  } catch {
    return false // not yet
  }
}

const list = (): Promise<NodeImages> => rig.control.agent().call('image.list', {})

async function prefetch(digest: string): Promise<NodeImages> {
  const asked = { url: 'http://localhost', repository: 'acme/shop', digest, token: 'pull' }
  await rig.control.agent().call('image.prefetch', asked)
  const isOver = async () =>
    (await list()).pulls.some((pull) => pull.digest === digest && pull.state !== 'pulling')
  await eventually(isOver, { what: `the pull of ${digest}` })
  return list()
}

test('an image can be fetched before a container wants it, and removed while none does', async () => {
  expect(await list()).toMatchObject({ images: [], pulls: [], imageBytes: 0 })
  const { images, pulls, imageBytes } = await prefetch(rig.digest)
  expect(pulls).toMatchObject([{ digest: rig.digest, repository: 'acme/shop', state: 'done', error: null }])
  const { bytes, total, layers, layersDone } = pulls[0]?.sum ?? {}
  expect(bytes).toBe(total)
  expect(layersDone).toBe(layers)
  expect(images).toMatchObject([{ digest: rig.digest, platform: 'linux/amd64', layers, usedBy: [] }])
  expect(imageBytes).toBeGreaterThan(0)
  const { freedBytes } = await rig.control.agent().call('image.prune', {})
  expect(freedBytes).toBe(imageBytes)
  expect(await list()).toMatchObject({ images: [], imageBytes: 0 })
})

test('an image that a container needs stays, also when it has ended, and goes after it was removed', async () => {
  const { id, ...spec } = await rig.want()
  await rig.healthy(id)
  expect((await list()).images).toMatchObject([{ digest: rig.digest, usedBy: [id] }])
  const prune = (digest?: string) =>
    rig.control.agent().call('image.prune', digest === undefined ? {} : { digest })
  await expect(prune(rig.digest)).rejects.toMatchObject({ code: 'image.in_use' })
  expect(await prune()).toEqual({ freedBytes: 0 })
  await rig.want({ ...spec, id, desired: 'removed' })
  await rig.seen(id, ({ state }) => state === 'removed')
  expect((await prune(rig.digest)).freedBytes).toBeGreaterThan(0)
})

test('an image that cannot be fetched is told of with the reason', async () => {
  const { pulls } = await prefetch(rig.foreignDigest)
  expect(pulls[0]).toMatchObject({
    digest: rig.foreignDigest,
    state: 'failed',
    error: expect.stringContaining('is for linux/riscv64'),
  })
})
