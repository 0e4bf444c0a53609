import type { DoorServer } from '@berth/core'
import { expect, test } from 'vitest'
import type { RunningServer } from './running-state.ts'
import { planRuntime } from './runtime-plan.ts'
import { hostMap, MAP_FILE } from './door-config.ts'
import { planMaps } from './plan-maps.ts'

const server = (name: string, draining = false): DoorServer => ({
  name,
  address: '10.0.0.2',
  port: 80,
  draining,
})
const running = (name: string, more: Partial<RunningServer> = {}): RunningServer => ({
  backend: 'app0',
  name,
  address: '10.0.0.2',
  port: 80,
  mode: 'ready',
  sessions: 0,
  ...more,
})

function plan(wanted: readonly DoorServer[], now: readonly RunningServer[], drained = false) {
  const route = { host: 'a', servers: wanted, empty: 'stopped' as const }
  const taken = wanted.length > 0 ? [{ slot: 0, route }] : []
  const slots = { stock: 64, taken, freed: new Map() }
  const { calls, waiting } = planRuntime({
    running: now,
    slots,
    maps: planMaps(
      new Map([[MAP_FILE, new Map(now.length > 0 ? [['a', 'app0']] : [])]]),
      new Map([[MAP_FILE, hostMap(slots, [route])]]),
    ),
    drained: () => drained,
  })
  return { calls: calls.map(({ command }) => command), waiting }
}

const MAINTAIN = 'set server app0/con_a state maint'
const CUT = 'shutdown sessions server app0/con_a'
const REMOVE = 'del server app0/con_a'

test('what is as it should be needs no call', () => {
  expect(plan([server('con_a')], [running('con_a')])).toEqual({ calls: [], waiting: 0 })
})

test('a new server is there before its host leads to it', () => {
  expect(plan([server('con_a')], []).calls).toEqual([
    'add server app0/con_a 10.0.0.2:80 weight 1 pool-max-conn 64 pool-purge-delay 2s',
    'set server app0/con_a state ready',
    'add map hosts.map a app0',
  ])
})

test('a server that drains gets nothing new, and stays', () => {
  expect(plan([server('con_a', true)], [running('con_a')]).calls).toEqual([
    'set map hosts.map a page-stopped',
    'set server app0/con_a state drain',
  ])
})

test('a server that nobody wants drains while it is busy', () => {
  const busy = running('con_a', { sessions: 2 })
  const { calls, waiting } = plan([server('con_b')], [busy, running('con_b')])
  expect(calls).toEqual(['set server app0/con_a state drain'])
  expect(waiting).toBe(1)
})

test('it is removed when its last session is over, and cut only when its time is', () => {
  const idle = running('con_a', { mode: 'draining' })
  expect(plan([server('con_b')], [idle, running('con_b')]).calls).toEqual([MAINTAIN, REMOVE])
  const busy = running('con_a', { mode: 'draining', sessions: 2 })
  expect(plan([server('con_b')], [busy, running('con_b')], true).calls).toEqual([MAINTAIN, CUT, REMOVE])
})

test('one that was ready without sessions drains first: a visitor may have come since', () => {
  const { calls, waiting } = plan([server('con_b')], [running('con_a'), running('con_b')])
  expect(calls).toEqual(['set server app0/con_a state drain'])
  expect(waiting).toBe(1)
})

test('a host without servers leads to its page before they drain', () => {
  const { calls } = plan([], [running('con_a', { sessions: 1 })])
  expect(calls).toEqual(['set map hosts.map a page-stopped', 'set server app0/con_a state drain'])
})

test('a server that moved is followed, one that comes back is enabled', () => {
  expect(plan([server('con_a')], [running('con_a', { port: 81 })]).calls).toEqual([
    'set server app0/con_a addr 10.0.0.2 port 80',
  ])
  expect(plan([server('con_a')], [running('con_a', { mode: 'draining' })]).calls).toEqual([
    'set server app0/con_a weight 1',
    'set server app0/con_a state ready',
  ])
})

test('one that another process has removed meanwhile stops nothing', () => {
  const unwanted = [running('con_a', { mode: 'draining', sessions: 1 }), running('con_b')]
  const slots = { stock: 64, taken: [], freed: new Map() }
  const { calls } = planRuntime({ running: unwanted, slots, maps: [], drained: (path) => path.endsWith('a') })
  expect(calls.map(({ command }) => command)).toEqual([
    'set server app0/con_b state drain',
    ...[MAINTAIN, CUT, REMOVE],
  ])
  expect(calls.every(({ expect: answer }) => answer.test('No such server.'))).toBe(true)
})
