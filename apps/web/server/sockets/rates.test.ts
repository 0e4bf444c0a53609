import type { ContainerStats } from '@berth/protocol'
import { expect, test } from 'vitest'
import { instanceStats } from './rates.ts'

const sample = (at: string, over: Partial<ContainerStats> = {}): ContainerStats => ({
  id: 'con_a',
  at: `2026-01-01T00:00:${at}Z`,
  cpuUsageUsec: 0,
  memoryBytes: 5,
  memoryLimit: 10,
  pids: 1,
  rxBytes: 0,
  txBytes: 0,
  ...over,
})

test('rates come from the latest two samples, in whatever order they arrive', () => {
  const samples = [
    sample('04.000', { cpuUsageUsec: 1_500_000, rxBytes: 300 }),
    sample('02.000', { cpuUsageUsec: 500_000, rxBytes: 100 }),
  ]
  expect(instanceStats(samples)).toMatchObject([{ cpu: 0.5, rxBytesPerSecond: 100, memoryBytes: 5 }])
})

test('one sample says nothing, and a counter that begins anew is not negative', () => {
  expect(instanceStats([sample('01.000')])).toEqual([])
  const restarted = [sample('01.000', { cpuUsageUsec: 9e9 }), sample('02.000', { cpuUsageUsec: 100 })]
  expect(instanceStats(restarted)).toMatchObject([{ cpu: 0 }])
})
