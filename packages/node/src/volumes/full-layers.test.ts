import { expect, test } from 'vitest'
import { fullLayers } from './full-layers.ts'

test('control hears of those that are nearly full, and of no other', () => {
  const used = new Map([
    ['con_a', 69],
    ['con_b', 70],
    ['con_c', 101],
    ['con_gone', 100],
  ])
  const specs = ['con_a', 'con_b', 'con_c', 'con_new'].map((id) => ({ id, limits: { disk: 100 } }))
  expect(fullLayers(used, specs)).toEqual([
    { id: 'con_b', usedBytes: 70, limitBytes: 100 },
    { id: 'con_c', usedBytes: 101, limitBytes: 100 },
  ])
})
