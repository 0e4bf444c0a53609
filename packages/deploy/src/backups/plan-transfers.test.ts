import { expect, test } from 'vitest'
import { planTransfers } from './plan-transfers.ts'

const waiting = (text: string) =>
  text.split(' ').map((id, at) => ({ id, tenantId: id.slice(0, 1), createdAt: new Date(at) }))
const plan = (text: string, running: string[] = []) =>
  planTransfers({ waiting: waiting(text), running }).map(({ id }) => id)

test('a tenant with many does not go before one with few', () => {
  expect(plan('a1 a2 a3 b1 c1')).toEqual(['a1', 'b1', 'c1', 'a2'])
})

test('one tenant has two at once, and all together four', () => {
  expect(plan('a1 a2 a3')).toEqual(['a1', 'a2'])
  expect(plan('a1', ['a', 'a'])).toEqual([])
  expect(plan('a1 b1', ['c', 'c', 'd'])).toEqual(['a1'])
  expect(plan('b1 a1', ['b', 'c', 'd'])).toEqual(['a1'])
  expect(plan('a1', ['b', 'b', 'c', 'c'])).toEqual([])
})
