import { expect, test } from 'vitest'
import { mayOrder } from './may-order.ts'

test('a tenant has its orders of an hour, and a host fewer', () => {
  expect(mayOrder({ all: 19, tenant: 19, host: 0 })).toBe(true)
  expect(mayOrder({ all: 20, tenant: 20, host: 0 })).toBe(false)
  expect(mayOrder({ all: 4, tenant: 4, host: 4 })).toBe(false)
})

test('tenants that ask for all that they may do not use up the orders of others', () => {
  const tenants = new Map<string, number>()
  let all = 0
  const ask = (tenant: string) => {
    const had = tenants.get(tenant) ?? 0
    if (!mayOrder({ all, tenant: had, host: 0 })) return false
    tenants.set(tenant, had + 1)
    all++
    return true
  }
  for (const greedy of ['a', 'b', 'c', 'd', 'e', 'f']) for (let i = 0; i < 30; i++) ask(greedy)
  expect(all).toBe(60)
  expect(['g', 'h', 'i'].map(ask)).toEqual([true, true, true])
})
