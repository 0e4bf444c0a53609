import { expect, test } from 'vitest'
import { fullLevel } from './full-level.ts'

const GIB = 1024n ** 3n
/** Levels of a disk that is so full, one after the other. */
function levels(...percents: number[]): number[] {
  let level = 0
  return percents.map((percent) => (level = fullLevel(level, (GIB * BigInt(percent)) / 100n + 1n, GIB)))
}

test('a disk is told of at 80 and at 95 percent', () => {
  expect(levels(0, 79, 80, 94, 95, 100)).toEqual([0, 0, 80, 80, 95, 95])
})

test('what goes up and down at a border is one crossing', () => {
  expect(levels(80, 79, 80, 76, 81)).toEqual([80, 80, 80, 80, 80])
  expect(levels(96, 91, 95, 89, 96)).toEqual([95, 95, 95, 80, 95])
  expect(levels(85, 74, 80)).toEqual([80, 0, 80])
})

test('what has no limit is never full', () => {
  expect(fullLevel(80, 5n, 0n)).toBe(0)
})
