import { expect, test } from 'vitest'
import { askAgainMs } from './ask-again.ts'

test('who is near asks more often than who waits behind a class, and who works', () => {
  const at = (place: number) => ({ place, seconds: null, overQuota: false, filesFull: false })
  expect(askAgainMs({ state: 'queued', queue: null })).toBe(2_000)
  expect(askAgainMs({ state: 'queued', queue: at(3) })).toBe(2_000)
  expect(askAgainMs({ state: 'queued', queue: at(150) })).toBe(5_000)
  expect(askAgainMs({ state: 'starting', queue: null })).toBe(2_000)
  expect(askAgainMs({ state: 'running', queue: null })).toBe(5_000)
})
