import { expect, test } from 'vitest'
import { RecentNumbers } from './recent-numbers.ts'

test('each number is new once, in whatever order it comes', () => {
  const recent = new RecentNumbers(10n)
  expect([12n, 11n, 12n, 10n, 11n, 13n].map((number) => recent.add(number))).toEqual([
    true,
    true,
    false,
    false,
    false,
    true,
  ])
  expect(recent.newest).toBe(13n)
})
