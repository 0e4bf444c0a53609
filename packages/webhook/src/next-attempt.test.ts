import { expect, test } from 'vitest'
import { afterAttempt } from './next-attempt.ts'

const at = { now: new Date(0), random: 0.5 }
const failed = { kind: 'failed', error: 'outbound.timeout' } as const

test('only an answer of 200 to 299 is a delivery', () => {
  expect(afterAttempt(1, { kind: 'answered', status: 204 }, at)).toEqual({ kind: 'delivered' })
  for (const status of [199, 302, 404, 500])
    expect(afterAttempt(1, { kind: 'answered', status }, at).kind).toBe('again')
})

test('it waits longer and longer, for about a day, and gives up', () => {
  const waits: number[] = []
  for (let attempts = 1; attempts < 100; attempts++) {
    const verdict = afterAttempt(attempts, failed, at)
    if (verdict.kind !== 'again') break
    waits.push(verdict.at.getTime())
  }
  expect(waits).toEqual(waits.toSorted((a, b) => a - b))
  const hours = waits.reduce((sum, wait) => sum + wait, 0) / 3_600_000
  expect(hours).toBeGreaterThan(22)
  expect(hours).toBeLessThan(25)
  expect(afterAttempt(waits.length + 1, failed, at)).toEqual({ kind: 'given-up' })
})

test('whoever says that it is gone is not asked again', () => {
  expect(afterAttempt(1, { kind: 'answered', status: 410 }, at)).toEqual({ kind: 'given-up' })
})

test('no two waits are the same', () => {
  const early = afterAttempt(3, failed, { ...at, random: 0 })
  const late = afterAttempt(3, failed, { ...at, random: 0.99 })
  expect(early).not.toEqual(late)
})
