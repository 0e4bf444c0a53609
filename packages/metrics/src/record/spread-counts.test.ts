import { expect, test } from 'vitest'
import { spreadCounts } from './spread-counts.ts'

test('parts are even, and nothing is lost', () => {
  const parts = spreadCounts(new Map([['app_a', [10, 7, 0]]]), 4)
  expect(parts.map((part) => part.get('app_a')?.[0])).toEqual([2, 3, 2, 3])
  expect(parts.map((part) => part.get('app_a')?.[1])).toEqual([1, 2, 2, 2])
  expect(parts.map((part) => part.get('app_a')?.[2])).toEqual([0, 0, 0, 0])
})

test('one part is all of it', () => {
  expect(spreadCounts(new Map([['app_a', [5]]]), 1)).toEqual([new Map([['app_a', [5]]])])
})
