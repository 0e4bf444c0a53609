import { expect, test } from 'vitest'
import { createSlots } from './slots.ts'

const slow = { id: 'slow', tenantId: 'a' }
const other = { id: 'other', tenantId: 'a' }
const foreign = { id: 'foreign', tenantId: 'b' }

test('a slow webhook leaves room for the others of its tenant, and a tenant for other tenants', () => {
  const slots = createSlots({ all: 4, tenant: 3, webhook: 2 })
  slots.take(slow)
  slots.take(slow)
  expect([slots.free(slow), slots.free(other), slots.free(foreign)]).toEqual([0, 1, 2])
  expect(slots.fullWebhooks()).toEqual(['slow'])
  slots.take(other)
  expect([slots.free(other), slots.free(foreign), slots.isFull()]).toEqual([0, 1, false])
  expect(slots.fullTenants()).toEqual(['a'])
  slots.take(foreign)
  expect(slots.isFull()).toBe(true)
  for (const hook of [slow, slow, other, foreign]) slots.give(hook)
  expect([slots.free(slow), slots.fullTenants()]).toEqual([2, []])
})
