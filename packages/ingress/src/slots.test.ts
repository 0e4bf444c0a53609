import type { DoorRoute } from '@berth/core'
import { expect, test } from 'vitest'
import { assignSlots, FIRST_STOCK } from './slots.ts'

const server = { name: 'con_a', address: '10.0.0.2', port: 80, draining: false }
const route = (host: string, servers = [server]): DoorRoute => ({ host, servers, empty: 'starting' })
const base = { previous: new Map(), freed: new Map(), stock: FIRST_STOCK, now: 1000, restMs: 100 }

test('a host keeps the backend that it had', () => {
  const slots = assignSlots({ ...base, previous: new Map([['b', 7]]), routes: [route('a'), route('b')] })
  expect(slots.taken.map(({ route: { host }, slot }) => [host, slot])).toEqual([
    ['a', 0],
    ['b', 7],
  ])
})

test('a route without servers takes no backend, and the one it had rests', () => {
  const slots = assignSlots({ ...base, previous: new Map([['a', 0]]), routes: [route('a', []), route('b')] })
  expect(slots.taken.map(({ slot }) => slot)).toEqual([1])
  expect(slots.freed).toEqual(new Map([[0, { host: 'a', at: 1000 }]]))
})

test('a host that comes back finds its resting backend', () => {
  const freed = new Map([[5, { host: 'a', at: 950 }]])
  const slots = assignSlots({ ...base, freed, routes: [route('a')] })
  expect(slots.taken.map(({ slot }) => slot)).toEqual([5])
  expect(slots.freed.size).toBe(0)
})

test('a rested backend is given out again', () => {
  const slots = assignSlots({ ...base, freed: new Map([[0, { host: 'a', at: 900 }]]), routes: [route('b')] })
  expect(slots.taken.map(({ slot }) => slot)).toEqual([0])
})

test('the stock doubles when there are more hosts than backends', () => {
  const routes = Array.from({ length: FIRST_STOCK + 1 }, (_, i) => route(`h${i}`))
  const slots = assignSlots({ ...base, routes })
  expect(slots.stock).toBe(FIRST_STOCK * 2)
  expect(new Set(slots.taken.map(({ slot }) => slot)).size).toBe(FIRST_STOCK + 1)
})

test('the stock covers every backend that is in use already', () => {
  const slots = assignSlots({ ...base, previous: new Map([['a', 100]]), routes: [route('a')] })
  expect(slots.stock).toBe(128)
})
