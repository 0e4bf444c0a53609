import { expect, test } from 'vitest'
import { type Due, fitting, OF_TENANT, ON_NODE } from './take-due.ts'

const due = (tenantId: string, sandboxId: string, nodeId = 'n1'): Due => ({
  ...{ broadcastId: 'b', sandboxId, nodeId, tenantId, kind: 'file' },
})
const many = (tenantId: string, count: number, nodeId?: string) =>
  Array.from({ length: count }, (_, i) => due(tenantId, `${tenantId}${i}`, nodeId))

test('a class has a few on each node at once, and leaves room for others', () => {
  expect(fitting(many('a', 60), [])).toHaveLength(OF_TENANT)
  expect(fitting([...many('a', 60), ...many('b', 1)], [])).toHaveLength(OF_TENANT + 1)
  expect(fitting([...many('a', 60), ...many('a', 60, 'n2')], [])).toHaveLength(2 * OF_TENANT)
})

test('what is under way counts, and a node has its own limit', () => {
  expect(fitting(many('a', 3), many('a', 2))).toHaveLength(2)
  const tenants = ['a', 'b', 'c', 'd', 'e'].flatMap((tenant) => many(tenant, 4))
  expect(fitting(tenants, [])).toHaveLength(ON_NODE)
})
