import { expect, test } from 'vitest'
import { chooseGivenUp, type KeptRelease, RELEASES_KEPT } from './choose-given-up.ts'

const release = (number: number, change: Partial<KeptRelease> = {}): KeptRelease => ({
  ...{ id: `rel_${number}`, number, worked: true, isNeeded: false, ...change },
})
const many = (count: number, from = 1, change: Partial<KeptRelease> = {}) =>
  Array.from({ length: count }, (_, i) => release(from + i, change))

test('the last twenty stay', () => {
  expect(chooseGivenUp(many(RELEASES_KEPT))).toEqual([])
  expect(chooseGivenUp(many(RELEASES_KEPT + 2))).toEqual(['rel_2', 'rel_1'])
})

test('what failed often does not push out what worked', () => {
  const failed = many(50, 4, { worked: false })
  const given = chooseGivenUp([...many(3), ...failed])
  expect(given).toHaveLength(30)
  expect(given).not.toContain('rel_1')
})

test('what serves, or is on its way, stays whatever its number is', () => {
  expect(chooseGivenUp([release(1, { isNeeded: true }), ...many(RELEASES_KEPT + 1, 2)])).toEqual(['rel_2'])
})
