import { expect, test } from 'vitest'
import { localDate, sayWhen } from './when.ts'

const now = new Date('2026-11-21T12:00:00Z')
const minutes = (count: number) => new Date(now.getTime() + count * 60_000)

test.each([
  [0.5, 'now'],
  [-0.5, 'now'],
  [-5, '5m ago'],
  [-150, '2h ago'],
  [-3 * 24 * 60, '3d ago'],
  [30 * 24 * 60, 'in 30d'],
  [7 * 24 * 60 - 0.1, 'in 7d'],
  [59.9, 'in 1h'],
  [-59.9, '59m ago'],
])('%s minutes from now is "%s"', (count, text) => {
  expect(sayWhen(minutes(count), now)).toBe(text)
})

test('what is far away has its date, and what never was a dash', () => {
  const far = minutes(-60 * 24 * 60)
  expect(sayWhen(far, now)).toBe(localDate(far))
  expect(localDate(far)).toMatch(/^2026-09-2\d$/)
  expect(sayWhen(null, now)).toBe('-')
})
