import { expect, test } from 'vitest'
import { planPool, type PoolModel } from './plan-pool.ts'

const now = new Date('2026-01-01T09:00:00Z')
const at = (minute: number) => new Date(now.getTime() + minute * 60_000)
const lab: PoolModel = {
  ...{ reserved: 3, initial: 0, warmFrom: null, warmUntil: null, capacity: null },
  ...{ isOpen: true, versionId: 'v2' },
}
const spares = (count: number, versionId = 'v2') =>
  Array.from({ length: count }, (_, i) => ({ id: `${versionId}-${i}`, versionId, createdAt: at(i - 60) }))
const plan = (changes: Partial<PoolModel>, around: Partial<Parameters<typeof planPool>[1]> = {}) =>
  planPool({ ...lab, ...changes }, { now, spares: [], owned: 0, claimed: 0, ...around })

test('as many are ready as are reserved', () => {
  expect(plan({})).toEqual({ make: 3, end: [] })
  expect(plan({}, { spares: spares(2) })).toEqual({ make: 1, end: [] })
  expect(plan({}, { spares: spares(4) })).toEqual({ make: 0, end: ['v2-3'] })
})

test('the first wave is made for its time, less those that were claimed of it', () => {
  const wave = { initial: 30, warmFrom: at(-10), warmUntil: at(10) }
  expect(plan(wave)).toEqual({ make: 20, end: [] })
  expect(plan(wave, { spares: spares(20) }).make).toBe(10)
  expect(plan(wave, { spares: spares(5), claimed: 25 })).toEqual({ make: 0, end: [] })
  expect(plan({ ...wave, warmUntil: now }, { spares: spares(5) }).end).toHaveLength(2)
  expect(plan({ ...wave, warmFrom: at(1) }).make).toBe(3)
})

test('spares leave room for people', () => {
  expect(plan({ capacity: 10 }, { owned: 8 }).make).toBe(2)
  expect(plan({ capacity: 10 }, { owned: 10, spares: spares(1) })).toEqual({ make: 0, end: ['v2-0'] })
})

test('a lab that is closed has none, and those of an older version go', () => {
  expect(plan({ isOpen: false }, { spares: spares(1) })).toEqual({ make: 0, end: ['v2-0'] })
  expect(plan({}, { spares: spares(3, 'v1') })).toEqual({ make: 3, end: ['v1-0', 'v1-1', 'v1-2'] })
  expect(plan({ versionId: null }, { spares: spares(1) }).make).toBe(0)
})
