import type { LinuxResources } from '@berth/oci'
import { describe, expect, test } from 'vitest'
import { readCgroupLayout } from '../layout.ts'
import { compileResources } from './compile-resources.ts'
import { weightOfShares } from './cpu-settings.ts'
import { FRESH, type Present } from './setting.ts'

const V1_CONTROLLERS = 'cpuset cpu cpuacct blkio memory devices freezer net_cls net_prio pids rdma'
const V1 = V1_CONTROLLERS.split(' ')
  .map((name) => `cgroup /sys/fs/cgroup/${name} cgroup rw,relatime,${name} 0 0`)
  .join('\n')
const LAYOUTS = {
  1: readCgroupLayout(V1),
  hybrid: readCgroupLayout(`${V1}\ncgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0`, () => 'hugetlb'),
  2: readCgroupLayout(
    'cgroup2 /sys/fs/cgroup cgroup2 rw 0 0',
    () => 'cpuset cpu io memory hugetlb pids rdma',
  ),
}
const MIB = 1024 * 1024

function writes(on: keyof typeof LAYOUTS, resources: LinuxResources, present: Present = FRESH) {
  return compileResources(LAYOUTS[on], resources, present).settings.map(
    ({ name, value }) => `${name}=${value}`,
  )
}

describe('memory', () => {
  const memory = { limit: 64 * MIB, swap: 96 * MIB, reservation: 32 * MIB }

  test('swap is counted together with memory on v1, and alone on v2', () => {
    expect(writes(1, { memory })).toEqual([
      'memory.limit_in_bytes=67108864',
      'memory.memsw.limit_in_bytes=100663296',
      'memory.soft_limit_in_bytes=33554432',
    ])
    expect(writes(2, { memory })).toEqual([
      'memory.max=67108864',
      'memory.swap.max=33554432',
      'memory.low=33554432',
    ])
  })

  test('what is raised is written from above, what is lowered from below', () => {
    const order = (memsw: number) =>
      writes(1, { memory: { limit: 64, swap: 64 } }, { ...FRESH, memsw: BigInt(memsw) }).map(
        (line) => line.split('=')[0],
      )
    expect(order(32)).toEqual(['memory.memsw.limit_in_bytes', 'memory.limit_in_bytes'])
    expect(order(128)).toEqual(['memory.limit_in_bytes', 'memory.memsw.limit_in_bytes'])
  })

  test('a limit that goes takes that of swap along', () => {
    expect(writes(1, { memory: { limit: -1 } })).toEqual([
      'memory.memsw.limit_in_bytes=-1',
      'memory.limit_in_bytes=-1',
    ])
    expect(writes(2, { memory: { limit: -1 } })).toEqual(['memory.max=max', 'memory.swap.max=max'])
  })

  test('what contradicts itself or cannot be had is refused', () => {
    expect(() => writes(1, { memory: { limit: 64, swap: 32 } })).toThrow('both together')
    expect(() => writes(2, { memory: { swap: 64 } })).toThrow('needs memory.limit')
    expect(() => writes(2, { memory: { disableOOMKiller: true } })).toThrow('disableOOMKiller')
    const used = { ...FRESH, memoryUsed: 100n }
    expect(() => writes(1, { memory: { limit: 64, checkBeforeUpdate: true } }, used)).toThrow('100 bytes')
    expect(writes(1, { memory: { limit: 64 } }, used)).toHaveLength(1)
  })

  test('a limit of kernel memory is deprecated, and said to have no effect', () => {
    const { settings, warnings } = compileResources(LAYOUTS[1], { memory: { kernel: 5 } }, FRESH)
    expect(settings).toEqual([])
    expect(warnings).toHaveLength(1)
  })

  test('what waits in sockets has a limit of its own on v1, and is memory like any other on v2', () => {
    expect(writes(1, { memory: { kernelTCP: 6 } })).toEqual(['memory.kmem.tcp.limit_in_bytes=6'])
    expect(writes(2, { memory: { kernelTCP: 6 } })).toEqual([])
  })

  test('swappiness and the OOM killer have their files on v1', () => {
    expect(writes(1, { memory: { swappiness: 10, disableOOMKiller: true } })).toEqual([
      'memory.swappiness=10',
      'memory.oom_control=1',
    ])
  })
})

describe('cpu', () => {
  test('time, shares and realtime', () => {
    const cpu = { shares: 512, quota: 50_000, period: 100_000, burst: 1000 }
    expect(writes(1, { cpu: { ...cpu, realtimePeriod: 1000, realtimeRuntime: 900 } })).toEqual([
      'cpu.shares=512',
      'cpu.cfs_period_us=100000',
      'cpu.cfs_quota_us=50000',
      'cpu.cfs_burst_us=1000',
      'cpu.rt_period_us=1000',
      'cpu.rt_runtime_us=900',
    ])
    expect(writes(2, { cpu })).toEqual(['cpu.weight=59', 'cpu.max=50000 100000', 'cpu.max.burst=1000'])
    expect(() => writes(2, { cpu: { realtimeRuntime: 900 } })).toThrow('realtime')
  })

  test('a part that is not named stays as it is on v2, where both stand in one file', () => {
    expect(writes(2, { cpu: { period: 50_000 } }, { ...FRESH, quota: '20000' })).toEqual([
      'cpu.max=20000 50000',
    ])
    expect(writes(2, { cpu: { quota: 20_000 } })).toEqual(['cpu.max=20000'])
  })

  test('shares become weights as with runc and crun', () => {
    expect([2, 512, 1024, 4096, 262_144].map(weightOfShares)).toEqual([1, 59, 100, 303, 10_000])
  })

  test('processors and memory nodes come first: a group without them takes nobody', () => {
    expect(writes(1, { cpu: { cpus: '0-1', mems: '0', idle: 1 } })).toEqual([
      'cpuset.cpus=0-1',
      'cpuset.mems=0',
      'cpu.idle=1',
    ])
  })
})

test('processes: less than one is no limit', () => {
  expect([5, 0, -1].flatMap((limit) => writes(1, { pids: { limit } }))).toEqual([
    'pids.max=5',
    'pids.max=max',
    'pids.max=max',
  ])
})

describe('block devices', () => {
  const blockIO = {
    weight: 500,
    weightDevice: [{ major: 8, minor: 0, weight: 100 }],
    throttleReadBpsDevice: [{ major: 8, minor: 0, rate: 1000n }],
    throttleWriteIOPSDevice: [{ major: 8, minor: 16, rate: 0n }],
  }

  test('each version has its files', () => {
    expect(writes(1, { blockIO })).toEqual([
      'blkio.weight=500',
      'blkio.weight_device=8:0 100',
      'blkio.throttle.read_bps_device=8:0 1000',
      'blkio.throttle.write_iops_device=8:16 0',
    ])
    expect(writes(2, { blockIO })).toEqual([
      'io.bfq.weight=default 500',
      'io.bfq.weight=8:0 100',
      'io.max=8:0 rbps=1000',
      'io.max=8:16 wiops=max',
    ])
  })

  test('without BFQ, weights are those of the other schedulers', () => {
    const { settings } = compileResources(LAYOUTS[2], { blockIO: { weight: 1000 } }, FRESH)
    expect(settings[0]?.otherwise).toEqual({ name: 'io.weight', value: 'default 10000' })
  })

  test('weights of leaves are v1 only', () => {
    expect(writes(1, { blockIO: { leafWeight: 10 } })).toEqual(['blkio.leaf_weight=10'])
    expect(() => writes(2, { blockIO: { leafWeight: 10 } })).toThrow('leaves')
  })
})

test('on the hybrid, a controller of the second tree has the files of v2', () => {
  const resources = { hugepageLimits: [{ pageSize: '2MB', limit: 4n }], memory: { limit: 64 } }
  expect(writes('hybrid', resources)).toEqual([
    'memory.limit_in_bytes=64',
    'hugetlb.2MB.max=4',
    'hugetlb.2MB.rsvd.max=4',
  ])
  expect(() => writes(1, resources)).toThrow('no cgroup controller hugetlb')
})

test('classes of network traffic are v1 only', () => {
  const network = { classID: 0x100001, priorities: [{ name: 'eth0', priority: 5 }] }
  expect(writes(1, { network })).toEqual(['net_cls.classid=1048577', 'net_prio.ifpriomap=eth0 5'])
  expect(() => writes(2, { network })).toThrow('cgroup v1')
})

test('rdma', () => {
  expect(writes(2, { rdma: { mlx5_1: { hcaHandles: 3 } } })).toEqual([
    'rdma.max=mlx5_1 hca_handle=3 hca_object=max',
  ])
})

describe('files by name', () => {
  test('are those of controllers, on v2', () => {
    expect(writes(2, { unified: { 'memory.high': '5' } })).toEqual(['memory.high=5'])
    expect(() => writes(1, { unified: { 'memory.high': '5' } })).toThrow('cgroup v1')
  })

  test.each([
    'cgroup.procs',
    'cgroup.subtree_control',
    '../memory.max',
    'memory.max/../x',
    'memory',
    'misc.max',
  ])('%s is refused', (name) => {
    expect(() => writes(2, { unified: { [name]: '1' } })).toThrow('is not a file of')
  })
})
