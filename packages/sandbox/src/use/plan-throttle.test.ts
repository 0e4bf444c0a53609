import { expect, test } from 'vitest'
import { coresOf } from './cores-of.ts'
import { planThrottle } from './plan-throttle.ts'

const now = new Date('2026-01-01T10:00:00Z')
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000)
const plan = (busy: number | null, held: number | null, state = 'running') =>
  planThrottle(
    { state, busySince: busy === null ? null : ago(busy), throttledAt: held === null ? null : ago(held) },
    now,
  )

test('what uses all its cpu for ten minutes is held back, and gets it back when it is calm', () => {
  expect(plan(null, null)).toBeNull()
  expect(plan(9, null)).toBeNull()
  expect(plan(10, null)).toBe('hold')
  expect(plan(10, null, 'frozen')).toBeNull()
  expect(plan(30, 20)).toBeNull()
  expect(plan(null, 4)).toBeNull()
  expect(plan(null, 5)).toBe('release')
})

test('cores are counted between two samples of one run', () => {
  const sample = (second: number, usec: number) => ({
    ...{ id: 'con_a', at: new Date(second * 1000).toISOString(), cpuUsageUsec: usec },
    ...{ memoryBytes: 0, memoryLimit: 0, pids: 1, rxBytes: 0, txBytes: 0 },
  })
  expect(coresOf(sample(0, 0), sample(10, 5_000_000))).toBe(0.5)
  expect(coresOf(sample(0, 9), sample(10, 5))).toBeNull()
  expect(coresOf(sample(10, 9), sample(10, 9))).toBeNull()
})
