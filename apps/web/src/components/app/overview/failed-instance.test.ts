import type { InstanceView } from '@berth/protocol'
import { expect, test } from 'vitest'
import { failedInstance } from './failed-instance.ts'

const now = new Date(3_600_000)
const instance = (id: string, over: Partial<InstanceView>): InstanceView => ({
  id,
  process: 'web',
  job: null,
  instance: 1,
  release: 1,
  node: 'node',
  state: 'backoff',
  healthy: false,
  lastEnd: { kind: 'exit', code: 1 },
  reason: null,
  lastLines: [],
  oomKills: 0,
  forksRefused: 0,
  restarts: 1,
  startedAt: null,
  endedAt: now,
  nextStartAt: null,
  ...over,
})
const found = (...instances: InstanceView[]) => failedInstance(instances, now)?.id

test('the newest end counts', () => {
  expect(found(instance('old', { endedAt: new Date(0) }), instance('new', {}))).toBe('new')
})

test('what somebody stopped has not failed', () => {
  expect(
    found(instance('a', { lastEnd: { kind: 'stopped', by: 'ada', code: 0, forced: false } })),
  ).toBeUndefined()
})

test('what runs again is told for a while, then forgotten', () => {
  expect(found(instance('again', { state: 'running' }))).toBe('again')
  expect(found(instance('again', { state: 'running', endedAt: new Date(0) }))).toBeUndefined()
})

test('what runs again has no end any more, and is told for a while after its start', () => {
  const again = { state: 'running', endedAt: null } as const
  expect(found(instance('again', { ...again, startedAt: now }))).toBe('again')
  expect(found(instance('again', { ...again, startedAt: new Date(0) }))).toBeUndefined()
})

test('what a later release left when it failed says nothing of the app', () => {
  const serving = instance('serving', { state: 'running', lastEnd: null })
  expect(found(serving, instance('left', { release: 2, state: 'stopped' }))).toBeUndefined()
})
