import { expect, test } from 'vitest'
import { createStatsMemory } from './stats-memory.ts'

const sample = (id: string, cpuUsageUsec: number) => ({
  id,
  at: '2026-01-01T00:00:00.000Z',
  cpuUsageUsec,
  memoryBytes: 1,
  memoryLimit: 2,
  pids: 1,
  rxBytes: 0,
  txBytes: 0,
})

test('the latest two samples of a container are kept', () => {
  const memory = createStatsMemory()
  for (const usage of [1, 2, 3]) memory.add([sample('con_a', usage)])
  expect(memory.of('con_a').map(({ cpuUsageUsec }) => cpuUsageUsec)).toEqual([2, 3])
  expect(memory.of('con_b')).toEqual([])
})

test('a container that is silent for a minute is forgotten', () => {
  let now = 0
  const memory = createStatsMemory(() => now)
  memory.add([sample('con_a', 1)])
  now = 61_000
  memory.add([sample('con_b', 1)])
  expect(memory.of('con_a')).toEqual([])
  expect(memory.of('con_b')).toHaveLength(1)
})
