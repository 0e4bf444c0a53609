import { expect, test } from 'vitest'
import { isIdle } from './is-idle.ts'
import { createWakeGate } from './wake-gate.ts'

const ago = (ms: number) => new Date(1_000_000 - ms)
const wakes = (gate: ReturnType<typeof createWakeGate>, tenantId: string, times: number) =>
  Array.from({ length: times }, (_, i) => gate.mayWake({ id: `${tenantId}${i}`, tenantId })).filter(Boolean)
    .length

test('a tenant has so many wakes at once, then one every few seconds, and others are not concerned', () => {
  let now = 1_000_000
  const gate = createWakeGate(() => now)
  expect(wakes(gate, 'a', 30)).toBe(20)
  expect(wakes(gate, 'b', 30)).toBe(20)
  now += 30_500
  expect(wakes(gate, 'a', 30)).toBe(10)
})

test('an app that was woken a moment ago is not woken again', () => {
  let now = 1_000_000
  const gate = createWakeGate(() => now)
  expect(gate.mayWake({ id: 'app', tenantId: 'a' })).toBe(true)
  now += 9_000
  expect(gate.mayWake({ id: 'app', tenantId: 'a' })).toBe(false)
  expect(gate.mayWake({ id: 'other', tenantId: 'a' })).toBe(true)
  now += 1_000
  expect(gate.mayWake({ id: 'app', tenantId: 'a' })).toBe(true)
})

test('an app is idle when its last sign of life is long enough ago', () => {
  const now = ago(0)
  expect(isIdle({ sleepAfter: 60, signs: [ago(90_000), null, ago(61_000)], now })).toBe(true)
  expect(isIdle({ sleepAfter: 60, signs: [ago(90_000), ago(59_000)], now })).toBe(false)
  expect(isIdle({ sleepAfter: null, signs: [ago(90_000)], now })).toBe(false)
  expect(isIdle({ sleepAfter: 60, signs: [null], now })).toBe(false)
})
