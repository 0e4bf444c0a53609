import { randomBytes, scrypt } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { archive } from './support/archive.ts'
import { type ImageWorld, makeImageWorld } from './support/image-world.ts'

let world: ImageWorld
beforeAll(async () => {
  world = await makeImageWorld()
})
beforeEach(async () => {
  await world.store.sweep({ digests: new Set(), snapshots: new Set() })
  world.door.seen.length = 0
})
afterAll(() => world.close())

const base = { tar: archive({ name: 'base', text: 'x'.repeat(100_000) }) }
const top = (name: string) => ({ tar: archive({ name, text: name }) })

/** How often each path was asked for. */
function counts(): number[] {
  const perPath = Map.groupBy(world.door.seen, ({ path }) => path)
  return [...perPath.values()].map((asked) => asked.length)
}

test('pulls of one image at once are one pull', async () => {
  const digest = await world.push([base, top('a')])
  const images = await Promise.all(Array.from({ length: 5 }, () => world.pull(digest)))
  expect(new Set(images.map((image) => JSON.stringify(image))).size).toBe(1)
  expect(counts()).toEqual([1, 1, 1, 1])
})

test('images that share a layer pull and keep it once, at once or one after the other', async () => {
  const [first, second, third] = [
    await world.push([base, top('a')]),
    await world.push([base, top('b')]),
    await world.push([base, top('c')]),
  ]
  const [a, b] = await Promise.all([world.pull(first), world.pull(second)])
  const c = await world.pull(third)
  expect(new Set([a.layers[0], b.layers[0], c.layers[0]]).size).toBe(1)
  expect(counts().every((count) => count === 1)).toBe(true)
  expect((await world.contents()).layers).toHaveLength(4)
})

test('upper layers never keep lower ones from their turn, in whatever order the disk answers', async () => {
  const digest = await world.push([base, ...Array.from({ length: 9 }, (_, i) => top(`layer ${i}`))])
  for (let round = 0; round < 12; round++) {
    await world.store.sweep({ digests: new Set(), snapshots: new Set() })
    const image = world.pull(digest)
    keepThreadsBusy()
    expect((await image).layers).toHaveLength(10)
  }
}, 30_000)

/** What is asked of the disk meanwhile comes back out of order. */
function keepThreadsBusy(): void {
  for (let i = 0; i < 8; i++) scrypt('x', randomBytes(8), 32, { cost: 2 ** (8 + (i % 4)) }, () => undefined)
}

test('one who gives up does not end the pull of the other, not even of a shared layer', async () => {
  const [first, second] = [await world.push([base, top('a')]), await world.push([base, top('b')])]
  world.door.fault = (path) =>
    path.includes('/blobs/') ? { kind: 'slow', bytesPerTick: 50 } : { kind: 'none' }
  const giveUp = new AbortController()
  const leaving = world.pull(first, { signal: giveUp.signal })
  const staying = world.pull(second)
  setTimeout(() => giveUp.abort(new Error('left')), 30)
  await expect(leaving).rejects.toThrow('left')
  expect((await staying).layers).toHaveLength(2)
  world.door.fault = () => ({ kind: 'none' })
})

test('an image that is whole is not asked for again, also by a store that opens later', async () => {
  const digest = await world.push([base])
  const pulled = await world.pull(digest)
  const asked = world.door.seen.length
  const later = await world.open()
  expect(await world.pull(digest, { store: later })).toEqual(pulled)
  expect(await later.list()).toEqual([pulled])
  expect(world.door.seen).toHaveLength(asked)
})
