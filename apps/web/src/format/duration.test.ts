import { expect, test } from 'vitest'
import { formatDuration } from './duration.ts'

test('a duration is said in the unit that fits', () => {
  expect([3, 950.4, 1500, 59_940, 75_000].map(formatDuration)).toEqual([
    '3 ms',
    '950 ms',
    '1.5 s',
    '59.9 s',
    '1 min 15 s',
  ])
})
