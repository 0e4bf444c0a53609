import { expect, test } from 'vitest'
import { nextPause } from './backoff.ts'

test('pauses double to ten seconds, and a steady run forgets them', () => {
  expect(nextPause(0, 5)).toBe(100)
  expect(nextPause(100, 5)).toBe(200)
  expect(nextPause(9_000, 5)).toBe(10_000)
  expect(nextPause(10_000, 60_000)).toBe(100)
})
