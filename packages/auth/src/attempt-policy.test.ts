import { expect, test } from 'vitest'
import { type Attempts, decideAttempt } from './attempt-policy.ts'

const policy = { free: 3, capMs: 10_000, forgetMs: 60_000 }
const start = new Date('2026-01-01T00:00:00Z')
const later = (ms: number) => new Date(start.getTime() + ms)

test('the first tries are free, then the wait doubles up to a cap', () => {
  let known: Attempts | null = null
  let now = start
  const waits: number[] = []
  for (let tries = 0; tries < 9; tries++) {
    const decision = decideAttempt(known, now, policy)
    if (!decision.allowed) throw new Error('waited long enough')
    known = decision.next
    const wait = (known.blockedUntil?.getTime() ?? now.getTime()) - now.getTime()
    waits.push(wait / 1_000)
    now = new Date(now.getTime() + wait)
  }
  expect(waits).toEqual([0, 0, 1, 2, 4, 8, 10, 10, 10])
})

test('while one has to wait, nothing is tried and nothing is counted', () => {
  const known = { failures: 5, blockedUntil: later(4_000), updatedAt: start }
  expect(decideAttempt(known, later(1_000), policy)).toEqual({ allowed: false, retryAfterMs: 3_000 })
})

test('after a long silence all is forgotten', () => {
  const known = { failures: 50, blockedUntil: later(10_000), updatedAt: start }
  expect(decideAttempt(known, later(61_000), policy)).toMatchObject({
    allowed: true,
    next: { failures: 1, blockedUntil: null },
  })
})
