import { randomBytes } from 'node:crypto'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { archive } from './support/archive.ts'
import { type ImageWorld, makeImageWorld, type TestLayer } from './support/image-world.ts'

let world: ImageWorld
beforeAll(async () => {
  world = await makeImageWorld()
})
afterEach(async () => {
  world.door.fault = () => ({ kind: 'none' })
  world.door.ranges = true
  world.door.seen.length = 0
  await world.store.sweep({ digests: new Set(), snapshots: new Set() })
})
afterAll(() => world.close())

const SIZE = 600_000

/** A layer that packing does not make smaller, so that it can be cut in the middle. */
function bigLayer(): TestLayer {
  return { tar: archive({ name: 'noise', text: randomBytes(SIZE / 2).toString('hex') }), packing: 'none' }
}

const isLayer = (path: string, count: number) => path.includes('/blobs/') && count >= 0
const nothing = { layers: [], images: [], staging: [] }

test('a pull whose body is cut goes on where it stopped', async () => {
  const digest = await world.push([bigLayer()])
  world.door.fault = (path, count) =>
    isLayer(path, count) && count === 0 ? { kind: 'cut', after: 400_000 } : { kind: 'none' }
  const image = await world.pull(digest)
  expect((await readFile(join(image.layers[0] ?? '', 'noise'))).length).toBe(SIZE)
  expect(world.door.seen.map(({ range }) => range)).toContain('bytes=400000-')
})

test('a server that knows no ranges sends everything again, and the layer is right', async () => {
  const digest = await world.push([bigLayer()])
  world.door.ranges = false
  world.door.fault = (path, count) =>
    isLayer(path, count) && count < 2 ? { kind: 'cut', after: 300_000 } : { kind: 'none' }
  const image = await world.pull(digest)
  expect((await readFile(join(image.layers[0] ?? '', 'noise'))).length).toBe(SIZE)
})

test('a body that is cut every time is a failed pull that leaves nothing', async () => {
  const digest = await world.push([bigLayer()])
  world.door.fault = (path, count) => (isLayer(path, count) ? { kind: 'cut', after: 10 } : { kind: 'none' })
  await expect(world.pull(digest)).rejects.toMatchObject({ code: 'image.pull_failed' })
  expect(await world.contents()).toMatchObject(nothing)
})

test('a registry that fails for a moment is asked again', async () => {
  const digest = await world.push([bigLayer()])
  world.door.fault = (_path, count) => (count === 0 ? { kind: 'status', status: 503 } : { kind: 'none' })
  expect((await world.pull(digest)).digest).toBe(digest)
})

test('a manifest, a configuration or a layer with other content than its digest is corrupt', async () => {
  for (const wrong of ['/manifests/', '/blobs/']) {
    const digest = await world.push([bigLayer()])
    world.door.fault = (path) => (path.includes(wrong) ? { kind: 'flip' } : { kind: 'none' })
    await expect(world.pull(digest)).rejects.toMatchObject({ code: 'image.corrupt' })
    expect(await world.contents()).toMatchObject(nothing)
  }
})

test('a layer whose packed bytes are wrong only at the end leaves nothing', async () => {
  const layer = bigLayer()
  const digest = await world.push([layer])
  const blob = createHash('sha256').update(layer.tar).digest('hex')
  world.door.fault = (path) => (path.endsWith(blob) ? { kind: 'flip' } : { kind: 'none' })
  await expect(world.pull(digest)).rejects.toMatchObject({ code: 'image.corrupt' })
  expect(await world.contents()).toMatchObject(nothing)
})

test('a layer that unpacks to something else than the configuration says is corrupt', async () => {
  const digest = await world.push([{ ...bigLayer(), diffId: `sha256:${'0'.repeat(64)}` }])
  await expect(world.pull(digest)).rejects.toMatchObject({ code: 'image.corrupt' })
  expect(await world.contents()).toMatchObject(nothing)
})

test('an image for another machine is refused by name before a layer is pulled', async () => {
  const digest = await world.push([bigLayer()], { os: 'linux', architecture: 'arm64' })
  await expect(world.pull(digest)).rejects.toMatchObject({
    code: 'image.wrong_platform',
    message: expect.stringContaining('is for linux/arm64, and this node is linux/amd64'),
  })
  expect(world.door.seen).toHaveLength(2)
})

test('an image that is not there is not found', async () => {
  await expect(world.pull(`sha256:${'a'.repeat(64)}`)).rejects.toMatchObject({ code: 'image.not_found' })
})

test('a registry that refuses the token says so, and is not asked again', async () => {
  const digest = await world.push([bigLayer()])
  world.door.fault = () => ({ kind: 'status', status: 401 })
  await expect(world.pull(digest)).rejects.toMatchObject({ code: 'auth.forbidden' })
  expect(world.door.seen).toHaveLength(1)
})

test('a pull that is given up ends at once and leaves nothing', async () => {
  const digest = await world.push([bigLayer()])
  const giveUp = new AbortController()
  world.door.fault = (path) => {
    if (path.includes('/blobs/')) setTimeout(() => giveUp.abort(new Error('given up')), 50)
    return path.includes('/blobs/') ? { kind: 'slow', bytesPerTick: 1000 } : { kind: 'none' }
  }
  await expect(world.pull(digest, { signal: giveUp.signal })).rejects.toThrow('given up')
  await expect.poll(() => world.contents()).toMatchObject(nothing)
  world.door.fault = () => ({ kind: 'none' })
  expect((await world.pull(digest)).digest).toBe(digest)
})
