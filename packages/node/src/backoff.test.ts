import { expect, test } from 'vitest'
import { backoffDelay } from './backoff.ts'

test('the wait doubles from a tenth of a second to a minute, and stays there', () => {
  expect([0, 1, 2, 9, 10, 1000].map(backoffDelay)).toEqual([100, 200, 400, 51_200, 60_000, 60_000])
})
