import { expect, test } from 'vitest'
import { fairOrder } from './fair-order.ts'
import { type Candidate, planQueue } from './plan-queue.ts'

const GIB = 1024 ** 3
const at = (second: number) => new Date(second * 1000)

function one(id: string, second: number, more: Partial<Candidate> = {}): Candidate {
  const tenantId = 'school'
  return {
    ...{ id, tenantId, courseId: 'c1', courseLabId: 'l1', isSpare: false, requestedAt: at(second) },
    ...{ size: { cpu: 0.5, memory: 2 * GIB, disk: 4 * GIB }, nodeId: null, files: 0 },
    ...more,
  }
}

const room = { nodeId: 'n1', memory: 8 * GIB, disk: 100 * GIB, starts: 8 }
const plan = (waiting: readonly Candidate[], more: Partial<Parameters<typeof planQueue>[0]> = {}) =>
  planQueue({ waiting, shares: new Map(), budgets: new Map(), rooms: [room], spares: [], ...more })
const names = (result: ReturnType<typeof planQueue>) => result.admit.map(({ id }) => id)

test('who came first begins first; courses and tenants take turns; spares come last', () => {
  const waiting = [
    one('spare', 0, { isSpare: true }),
    one('a2', 2),
    one('a1', 1),
    one('a3', 3),
    one('b1', 9, { courseId: 'c2' }),
    one('z1', 10, { tenantId: 'other', courseId: 'c9' }),
  ]
  expect(fairOrder(waiting).map(({ id }) => id)).toEqual(['a1', 'z1', 'b1', 'a2', 'a3', 'spare'])
})

test('as many begin as a node may start at once, and as its memory and its disk hold', () => {
  const herd = Array.from({ length: 20 }, (_, i) => one(`s${i}`, i))
  expect(names(plan(herd, { rooms: [{ ...room, starts: 3 }] }))).toEqual(['s0', 's1', 's2'])
  expect(names(plan(herd, { rooms: [{ ...room, memory: GIB }] }))).toHaveLength(4)
  expect(names(plan(herd, { rooms: [{ ...room, disk: GIB }] }))).toHaveLength(2)
})

test('the node with most memory left takes the next one, but files are not moved', () => {
  const rooms = [room, { ...room, nodeId: 'n2', memory: 9 * GIB, starts: 1 }]
  expect(plan([one('a', 1), one('b', 2)], { rooms }).admit).toEqual([
    { id: 'a', nodeId: 'n2' },
    { id: 'b', nodeId: 'n1' },
  ])
  expect(names(plan([one('a', 1, { nodeId: 'gone' }), one('b', 2)], { rooms }))).toEqual(['b'])
})

test.each(['school', 'c1', 'l1'])(
  'nobody begins beyond what %s may have, and others do not wait for it',
  (id) => {
    const shares = new Map([[id, { used: 3, most: 4 }]])
    const other = one('other', 9, { tenantId: 't2', courseId: 'c2', courseLabId: 'l2' })
    expect(names(plan([one('a', 1), one('b', 2), other], { shares }))).toEqual(['a', 'other'])
  },
)

test('when a course is full its oldest spare makes room for somebody who waits, one for each', () => {
  const shares = new Map([['c1', { used: 4, most: 4 }]])
  const spares = [
    { id: 'young', tenantId: 'school', courseId: 'c1', readyAt: at(5) },
    { id: 'old', tenantId: 'school', courseId: 'c1', readyAt: at(1) },
    { id: 'near', tenantId: 'school', courseId: 'c2', readyAt: at(0) },
    { id: 'foreign', tenantId: 'other', courseId: 'c9', readyAt: at(0) },
  ]
  expect(plan([one('a', 1)], { shares, spares })).toEqual({ admit: [], evict: ['old'] })
  expect(plan([one('a', 1, { isSpare: true })], { shares, spares }).evict).toEqual([])
  expect(plan([one('a', 1), one('b', 2), one('c', 3)], { shares, spares }).evict).toEqual(['old', 'young'])
})

test('a tenant takes no more together than it may, and others do not wait for it', () => {
  const used = { cpu: 3, memory: 4 * GIB, disk: 8 * GIB }
  const most = { cpu: 4, memory: 100 * GIB, disk: 100 * GIB }
  const herd = [...Array.from({ length: 5 }, (_, i) => one(`s${i}`, i)), one('far', 9, { tenantId: 'other' })]
  const budget = (changes: Partial<typeof most>) =>
    plan(herd, { budgets: new Map([['school', { used, most: { ...most, ...changes } }]]) })
  expect(names(budget({}))).toEqual(['s0', 'far', 's1'])
  expect(names(budget({ memory: 6 * GIB }))).toEqual(['s0', 'far'])
  expect(names(budget({ disk: 8 * GIB }))).toEqual(['far'])
  const spares = [{ id: 'ready', tenantId: 'school', courseId: 'c7', readyAt: at(0) }]
  const full = new Map([['school', { used, most: used }]])
  expect(plan([one('a', 1)], { budgets: full, spares })).toEqual({ admit: [], evict: ['ready'] })
})

test('who comes back is not held up by their own files, and an earlier try stays: who reset waits, and may undo', () => {
  const most = { cpu: 4, memory: 100 * GIB, disk: 10 * GIB }
  const waits = ({ files, earlier }: { files: number; earlier: number }, taken: number) => {
    const used = { cpu: 0, memory: 0, disk: taken + files + earlier }
    const budgets = new Map([['school', { used, most }]])
    return names(plan([one('a', 1, { files }), one('b', 2)], { budgets }))
  }
  const a = { files: 3 * GIB, earlier: 0 }
  expect(waits(a, 2 * GIB)).toEqual(['a', 'b'])
  expect(waits(a, 6 * GIB)).toEqual(['a'])
  expect(waits(a, 7 * GIB)).toEqual([])
  const reset = { files: 0, earlier: 3 * GIB }
  expect(waits(reset, 3 * GIB)).toEqual(['a'])
  expect(waits(reset, 4 * GIB)).toEqual([])
})
