import { expect, test } from 'vitest'
import { afterFailure, renewalOf } from './next-try.ts'

const now = new Date('2026-01-01T00:00:00Z')
const minutes = (date: Date) => (date.getTime() - now.getTime()) / 60_000

test('each failure waits longer, for a day at most', () => {
  expect([1, 2, 3, 4, 7, 100].map((n) => minutes(afterFailure(n, now)))).toEqual([1, 5, 30, 60, 1440, 1440])
})

test('who is told when to come back does not come before', () => {
  expect(minutes(afterFailure(1, now, 2 * 3_600_000))).toBe(120)
  expect(minutes(afterFailure(7, now, 1000))).toBe(1440)
})

test('a certificate is renewed when two thirds of its life are over', () => {
  const day = (n: number) => new Date(now.getTime() + n * 86_400_000)
  expect(renewalOf({ notBefore: now, notAfter: day(90) })).toEqual(day(60))
})
