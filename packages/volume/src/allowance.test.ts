import { expect, test } from 'vitest'
import { allowance } from './allowance.ts'

const MIB = 1024 ** 2

test('what has room keeps what was agreed', () => {
  expect(allowance({ used: 10 * MIB, agreed: 20 * MIB })).toBe(20 * MIB)
})

test('what is full gets room for a start', () => {
  expect(allowance({ used: 20 * MIB, agreed: 20 * MIB })).toBe(24 * MIB)
})

test('filling again before each start does not lead on for ever', () => {
  let used = 20 * MIB
  for (let start = 0; start < 100; start++) used = Math.max(used, allowance({ used, agreed: 20 * MIB }))
  expect(used).toBe(84 * MIB)
})
