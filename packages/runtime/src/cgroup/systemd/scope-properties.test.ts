import type { LinuxResources } from '@berth/oci'
import { expect, test } from 'vitest'
import { compileResources } from '../resources/compile-resources.ts'
import { FRESH } from '../resources/setting.ts'
import { scopeProperties } from './scope-properties.ts'

const LAYOUT = {
  version: 2,
  unified: '/sys/fs/cgroup',
  controllers: ['cpu', 'cpuset', 'io', 'memory', 'pids'],
} as const
const MIB = 1024 ** 2

function told(resources: LinuxResources): readonly string[] {
  return scopeProperties(compileResources(LAYOUT, resources, FRESH).settings)
}

test('systemd is told of memory, processors and processes', () => {
  expect(
    told({
      memory: { limit: 64 * MIB, swap: 96 * MIB, reservation: 32 * MIB },
      cpu: { shares: 1024, quota: 12_345, period: 50_000, cpus: '0' },
      pids: { limit: 20 },
    }),
  ).toEqual([
    'MemoryMax=67108864',
    'MemorySwapMax=33554432',
    'MemoryLow=33554432',
    'CPUWeight=100',
    'CPUQuota=24.69%',
    'CPUQuotaPeriodSec=50000us',
    'TasksMax=20',
  ])
})

test('no limit is said as systemd says it', () => {
  expect(told({ memory: { limit: -1 }, cpu: { quota: -1 }, pids: { limit: -1 } })).toEqual([
    'MemoryMax=infinity',
    'MemorySwapMax=infinity',
    'CPUQuota=',
    'TasksMax=infinity',
  ])
})

test('what is not asked for is not told', () => {
  expect(told({})).toEqual([])
})
