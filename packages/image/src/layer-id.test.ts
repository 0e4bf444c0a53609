import { expect, test } from 'vitest'
import { layerIds } from './layer-id.ts'

const layer = (packed: string, diffId: string) => ({ descriptor: { digest: packed }, diffId })

test('images that share their lower layers share those folders, and no more', () => {
  const [base, top] = layerIds([layer('p1', 'd1'), layer('p2', 'd2')])
  const [sameBase, otherTop] = layerIds([layer('p1', 'd1'), layer('p3', 'd3')])
  expect(sameBase).toBe(base)
  expect(otherTop).not.toBe(top)
})

test('naming another image’s unpacked digest does not lead to its folder', () => {
  expect(layerIds([layer('mine', 'd1')])).not.toEqual(layerIds([layer('theirs', 'd1')]))
})

test('one layer over another base is another folder', () => {
  expect(layerIds([layer('p1', 'd1'), layer('p2', 'd2')])[1]).not.toBe(layerIds([layer('p2', 'd2')])[0])
})
