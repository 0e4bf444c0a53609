import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { systemClock } from '@berth/core'
import { createLog } from '@berth/log'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createImageCollector } from '../../../packages/node/src/images/image-collector.ts'
import { archive } from './support/archive.ts'
import { type ImageWorld, makeImageWorld, type TestLayer } from './support/image-world.ts'

let world: ImageWorld
beforeAll(async () => {
  world = await makeImageWorld()
})
afterAll(() => world.close())

const MIB = 1024 * 1024

function layer(): TestLayer {
  return { tar: archive({ name: 'noise', text: randomBytes(MIB / 2).toString('hex') }), packing: 'none' }
}

/** Images of one mebibyte each and a layer that all share, the last one used last. */
async function pullThree(): Promise<string[]> {
  const shared = layer()
  const digests: string[] = []
  for (let i = 0; i < 3; i++) {
    const digest = await world.push([shared, layer()])
    await world.pull(digest)
    digests.push(digest)
    await sleep(15) // times of files have the grain of the kernel's tick
  }
  return digests
}

function collectorOf(
  inUse: readonly string[],
  rules: { maxBytes?: number; keepMs?: number },
  usedPercent = 10,
) {
  return createImageCollector({
    images: world.store,
    needed: () => ({ digests: new Set(inUse), snapshots: new Set() }),
    disk: async () => ({ bytes: 100 * MIB, freeBytes: (100 - usedPercent) * MIB }),
    rules: { keepMs: 3_600_000, highPercent: 80, lowPercent: 78, ...rules },
    clock: systemClock,
    log: createLog({ name: 'test', level: 'silent' }),
  })
}

const present = async () => (await world.store.list()).map(({ digest }) => digest).toSorted()

test('what was used longest ago goes when the disk is full, what containers use stays, and shared layers stay', async () => {
  const [first = '', second = '', third = ''] = await pullThree()
  expect(await collectorOf([], {}).collect()).toBe(0)
  expect(await collectorOf([], {}, 79).relieve()).toBe(0)
  await world.pull(first) // asked for again: the second is the oldest now
  const freed = await collectorOf([third], {}, 80).relieve()
  expect(freed).toBeGreaterThan(MIB)
  expect(await present()).toEqual([third]) // two layers of 1 MiB were to go, and none is shared by less than all
  expect((await world.contents()).layers).toHaveLength(2)
  await collectorOf([], {}).prune()
  expect(await world.contents()).toMatchObject({ layers: [], images: [], staging: [] })
  expect([first, second]).not.toContain(third)
})

test('images take no more than their share, and the last used are kept', async () => {
  const [, second = '', third = ''] = await pullThree()
  await collectorOf([], { maxBytes: 3.5 * MIB }).collect()
  expect(await present()).toEqual([second, third].toSorted())
  await collectorOf([], { keepMs: 0 }).collect()
  expect(await present()).toEqual([])
})

test('a pull that runs while all is collected keeps what it has', async () => {
  const digest = await world.push([layer(), layer()])
  world.door.fault = (path) =>
    path.includes('/blobs/') ? { kind: 'slow', bytesPerTick: 100_000 } : { kind: 'none' }
  const pulling = world.pull(digest)
  const collector = collectorOf([], { maxBytes: 0, keepMs: 0 })
  let isOver = false
  const collecting = (async () => {
    while (!isOver) await collector.prune()
  })()
  const image = await pulling.finally(() => {
    isOver = true
  })
  await collecting
  world.door.fault = () => ({ kind: 'none' })
  expect(image.layers).toHaveLength(2)
})
