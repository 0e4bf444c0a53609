import type { InstanceView } from '@berth/protocol'
import { expect, test } from 'vitest'
import { hasCome, hasEndedSince, watched, withoutLeftovers } from './judge-ends.ts'

const running: InstanceView = {
  id: 'con_a',
  process: 'web',
  job: null,
  instance: 0,
  release: 1,
  node: 'node',
  state: 'running',
  healthy: true,
  lastEnd: null,
  reason: null,
  lastLines: [],
  oomKills: 0,
  forksRefused: 0,
  restarts: 2,
  startedAt: new Date(1000),
  endedAt: new Date(500),
  nextStartAt: null,
}
const first = watched(running)
const crashed: InstanceView = { ...running, state: 'backoff', endedAt: new Date(2000) }
const startedAgain: InstanceView = { ...running, restarts: 3 }

test('what its policy starts again has not ended', () => {
  for (const instance of [running, crashed, startedAgain])
    expect(hasCome('ended', instance, first)).toBe(false)
  for (const state of ['stopped', 'failed', 'removed'] as const)
    expect(hasCome('ended', { ...running, state }, first)).toBe(true)
})

test('one exit is enough for who waits for an exit, also when it was just before', () => {
  expect(hasCome('exit', running, first)).toBe(false)
  for (const instance of [crashed, startedAgain]) expect(hasCome('exit', instance, first)).toBe(true)
  expect(hasCome('exit', crashed, undefined)).toBe(true)
})

test('an end is noticed once', () => {
  expect(hasEndedSince(running, first)).toBe(false)
  expect(hasEndedSince(crashed, first)).toBe(true)
  expect(hasEndedSince(crashed, watched(crashed))).toBe(false)
})

test('what a later release left when it failed is not waited for', () => {
  const left: InstanceView = { ...running, id: 'con_b', release: 2, state: 'stopped' }
  expect(withoutLeftovers([running, left])).toEqual([running])
  expect(withoutLeftovers([left])).toEqual([left])
})
