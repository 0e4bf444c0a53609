import { expect, test } from 'vitest'
import { formatSpan } from './span.ts'

test.each([
  [60, '1 minute'],
  [90, '90 seconds'],
  [1800, '30 minutes'],
  [5400, '90 minutes'],
  [86_400, '1 day'],
  [0, '0 seconds'],
])('%s seconds are %s', (seconds, text) => {
  expect(formatSpan(seconds)).toBe(text)
})
