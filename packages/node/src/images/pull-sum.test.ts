import { expect, test } from 'vitest'
import { createPullSum } from './pull-sum.ts'

test('layers are added up, each by what was told of it last', () => {
  const sum = createPullSum()
  sum.add({ layer: 'a', bytes: 0, total: 10 })
  expect(sum.add({ layer: 'b', bytes: 0, total: 5 })).toEqual({
    bytes: 0,
    total: 15,
    layers: 2,
    layersDone: 0,
  })
  sum.add({ layer: 'a', bytes: 4, total: 10 })
  sum.add({ layer: 'b', bytes: 5, total: 5 })
  expect(sum.add({ layer: 'a', bytes: 9, total: 10 })).toEqual({
    bytes: 14,
    total: 15,
    layers: 2,
    layersDone: 1,
  })
  expect(sum.add({ layer: 'a', bytes: 10, total: 10 })).toMatchObject({ bytes: 15, layersDone: 2 })
})
