import { expect, test } from 'vitest'
import { axisTicks } from './axis.ts'
import { chartPath } from './chart-path.ts'

test.each([
  [0, 1000, [0, 1]],
  [7.3, 1000, [0, 2, 4, 6, 8]],
  [0.18, 1000, [0, 0.05, 0.1, 0.15, 0.2]],
  [100, 1000, [0, 25, 50, 75, 100]],
  [3 * 1024 ** 2, 1024, [0, 1024 ** 2, 2 * 1024 ** 2, 3 * 1024 ** 2]],
] as const)('an axis up to %s has round values', (max, base, ticks) => {
  const found = axisTicks(max, base)
  expect(found).toHaveLength(ticks.length)
  for (const [i, tick] of ticks.entries()) expect(found[i]).toBeCloseTo(tick)
})

const box = { top: 10, width: 40, height: 100 }

test('values are joined, and gaps are gaps', () => {
  expect(chartPath([0, 10, null, 5, 20], box)).toBe('M0,100L10,0M30,50L40,0')
})

test('a value between two gaps can be seen', () => {
  expect(chartPath([null, 5, null], box)).toBe('M20,50h10')
  expect(chartPath([], box)).toBe('')
})
