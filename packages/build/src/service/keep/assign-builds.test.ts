import { expect, test } from 'vitest'
import { assignBuilds } from './assign-builds.ts'

const at = (seconds: number) => new Date(seconds * 1000)
const waits = (id: string, tenantId: string, seconds: number) => ({ id, tenantId, createdAt: at(seconds) })
const assign = (state: Partial<Parameters<typeof assignBuilds>[0]>) =>
  assignBuilds({ waiting: [], given: [], nodeIds: ['n1'], servedAt: new Map(), ...state })

test('of one tenant one build runs at a time, the oldest first', () => {
  const waiting = [waits('b2', 'a', 2), waits('b1', 'a', 1)]
  expect(assign({ waiting, nodeIds: ['n1', 'n2'] })).toEqual([{ buildId: 'b1', nodeId: 'n1' }])
  expect(assign({ waiting, given: [{ tenantId: 'a', nodeId: 'n1' }] })).toEqual([])
})

test('a tenant with many builds holds up nobody else', () => {
  const waiting = [waits('a1', 'a', 1), waits('a2', 'a', 2), waits('b1', 'b', 3)]
  const servedAt = new Map([['a', at(100)]])
  const given = [{ tenantId: 'x', nodeId: 'n1' }]
  expect(assign({ waiting, given, servedAt })).toEqual([{ buildId: 'b1', nodeId: 'n1' }])
})

test('builds go to the node that has the fewest, and wait when all are busy', () => {
  const waiting = ['a', 'b', 'c', 'd'].map((tenant, i) => waits(`b${i}`, tenant, i))
  const given = [{ tenantId: 'x', nodeId: 'n1' }]
  expect(assign({ waiting, given, nodeIds: ['n1', 'n2'] })).toEqual([
    { buildId: 'b0', nodeId: 'n2' },
    { buildId: 'b1', nodeId: 'n1' },
    { buildId: 'b2', nodeId: 'n2' },
  ])
})

test('without a node that is ready nothing is given away', () => {
  expect(assign({ waiting: [waits('b1', 'a', 1)], nodeIds: [] })).toEqual([])
})
