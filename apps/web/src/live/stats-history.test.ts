import type { InstanceStats } from '@berth/protocol'
import { expect, test } from 'vitest'
import { addStats, HISTORY_LENGTH, type StatsHistory } from './stats-history.ts'

const sample = (containerId: string, second: number): InstanceStats => ({
  containerId,
  at: new Date(second * 1000).toISOString(),
  cpu: second,
  memoryBytes: 1,
  memoryLimit: 2,
  pids: 1,
  rxBytesPerSecond: 0,
  txBytesPerSecond: 0,
})

test('the last minute is kept, the oldest sample first', () => {
  let history: StatsHistory = new Map()
  for (let second = 0; second < 100; second++) history = addStats(history, [sample('a', second)])
  const kept = history.get('a') ?? []
  expect([kept.length, kept[0]?.cpu, kept.at(-1)?.cpu]).toEqual([HISTORY_LENGTH, 40, 99])
})

test('the same sample twice counts once, and who is silent is forgotten', () => {
  let history = addStats(new Map(), [sample('a', 1), sample('b', 1)])
  history = addStats(history, [sample('a', 1)])
  expect([history.get('a')?.length, history.has('b')]).toEqual([1, false])
})
