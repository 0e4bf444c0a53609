import { expect, test } from 'vitest'
import { planTransfers } from './plan-transfers.ts'

const waiting = (text: string) =>
  text.split(' ').map((id, at) => ({ id, tenantId: id.slice(0, 1), createdAt: new Date(at) }))
const plan = (text: string, running: string[] = [], served: Record<string, number> = {}) => {
  const servedAt = new Map(Object.entries(served).map(([tenantId, at]) => [tenantId, new Date(at)]))
  return planTransfers({ waiting: waiting(text), running, servedAt }).map(({ id }) => id)
}

test('a tenant with many does not go before one with few', () => {
  expect(plan('a1 a2 a3 b1 c1')).toEqual(['a1', 'b1', 'c1'])
})

test('two tenants that are slow leave places to those that have none', () => {
  expect(plan('a1 a2 b1 b2')).toEqual(['a1', 'b1'])
  expect(plan('a2 b2', ['a', 'b'])).toEqual([])
  expect(plan('a3 b2 c1 d1', ['a', 'a', 'b'])).toEqual(['c1'])
  expect(plan('a2 b2 c1 d1', ['a', 'b'])).toEqual(['c1', 'd1'])
})

test('one tenant has two at once, and all together four', () => {
  expect(plan('a1 a2 a3')).toEqual(['a1', 'a2'])
  expect(plan('a1', ['a', 'a'])).toEqual([])
  expect(plan('a1 b1', ['c', 'c', 'd'])).toEqual(['a1'])
  expect(plan('a1 a2 b1 b2 c1 d1 e1')).toEqual(['a1', 'b1', 'c1', 'd1'])
  expect(plan('b1 a1', ['b', 'c', 'd'])).toEqual(['a1'])
  expect(plan('a1', ['b', 'b', 'c', 'c'])).toEqual([])
})

test('of tenants that have none, who was served longest ago comes first, however old the rest is', () => {
  expect(plan('a1 a2 a3 b1', ['c', 'c', 'd'], { a: 2, b: 1 })).toEqual(['b1'])
  expect(plan('a1 b1 c1', ['d', 'd'], { a: 1, b: 2 })).toEqual(['c1', 'a1'])
})
