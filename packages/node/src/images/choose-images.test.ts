import type { ImageUse } from '@berth/image'
import { expect, test } from 'vitest'
import { seconds } from '../spec.fixture.ts'
import { chooseImages, type ImageRules, takenBy } from './choose-images.ts'

const RULES: ImageRules = { keepMs: 1_000_000, highPercent: 80, lowPercent: 60 }
const ROOM = { bytes: 1000, freeBytes: 500 }

/** An image that was used at that second; layers are named by a letter and their size, as `a100`. */
function image(digest: string, usedAt: number, ...layers: string[]): ImageUse {
  return {
    image: {
      digest,
      config: { architecture: 'amd64', os: 'linux', rootfs: { type: 'layers', diff_ids: [] } },
      platform: { os: 'linux', architecture: 'amd64' },
      layers,
    },
    usedAt: seconds(usedAt),
    layerBytes: layers.map((name) => Number(name.slice(1))),
  }
}

function choose(images: readonly ImageUse[], more: Partial<Parameters<typeof chooseImages>[0]> = {}) {
  const kept = chooseImages({
    images,
    inUse: new Set(),
    disk: ROOM,
    rules: RULES,
    now: seconds(500),
    ...more,
  })
  return [...kept].toSorted()
}

test('with room for all, an image stays as long as the rules say, and longer while it is used', () => {
  const images = [image('new', 400, 'a100'), image('old', 0, 'b100'), image('used', 0, 'c100')]
  const rules = { ...RULES, keepMs: 200_000 }
  expect(choose(images, { rules, inUse: new Set(['used']) })).toEqual(['new', 'used'])
})

test('above the high mark those used longest ago go, until the low mark is reached', () => {
  const images = [image('1', 1, 'a100'), image('3', 3, 'c100'), image('2', 2, 'b100'), image('4', 4, 'd100')]
  expect(choose(images, { disk: { bytes: 1000, freeBytes: 200 } })).toEqual(['3', '4'])
  expect(choose(images, { disk: { bytes: 1000, freeBytes: 201 } })).toEqual(['1', '2', '3', '4'])
})

test('what is used stays, however full the disk is', () => {
  const images = [image('1', 1, 'a100'), image('2', 2, 'b100')]
  expect(choose(images, { disk: { bytes: 1000, freeBytes: 0 }, inUse: new Set(['1']) })).toEqual(['1'])
})

test('a layer that another image shares frees nothing, so more has to go', () => {
  const images = [image('1', 1, 'a100', 'b1'), image('2', 2, 'a100', 'c1'), image('3', 3, 'd100')]
  expect(takenBy(images)).toBe(202)
  expect(choose(images, { rules: { ...RULES, maxBytes: 201 } })).toEqual(['2', '3'])
  expect(choose(images, { rules: { ...RULES, maxBytes: 200 } })).toEqual(['3'])
})
