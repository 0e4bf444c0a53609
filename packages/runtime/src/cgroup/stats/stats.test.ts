import { expect, test } from 'vitest'
import { compileStats } from './compile-stats.ts'
import type { ReadFile } from './container-stats.ts'

const V1 = { cpu: 1, memory: 1, blkio: 1, hugetlb: 1 } as const
const V2 = { cpu: 2, memory: 2, blkio: 2, hugetlb: 2 } as const

const reader =
  (files: Readonly<Record<string, string>>): ReadFile =>
  (_, name) =>
    files[name] ?? ''

test('a recorded group of v1', () => {
  const read = reader({
    'cpuacct.usage': '123456789\n',
    'cpuacct.usage_percpu': '100 200 \n',
    'cpuacct.stat': 'user 5\nsystem 7\n',
    'cpu.stat': 'nr_periods 10\nnr_throttled 3\nthrottled_time 999\n',
    'memory.stat': 'cache 1\ntotal_cache 4096\n',
    'memory.usage_in_bytes': '8192\n',
    'memory.max_usage_in_bytes': '16384\n',
    'memory.failcnt': '2\n',
    'memory.limit_in_bytes': '67108864\n',
    'memory.memsw.usage_in_bytes': '8193\n',
    'pids.current': '3\n',
    'pids.max': 'max\n',
    'blkio.throttle.io_service_bytes_recursive': '8:0 Read 4096\n8:0 Write 0\nTotal 4096\n',
    'hugetlb.2MB.usage_in_bytes': '2097152\n',
    'hugetlb.2MB.failcnt': '1\n',
  })
  expect(compileStats(read, V1, ['2MB'])).toEqual({
    cpu: {
      usage: { total: 123456789, kernel: 70_000_000, user: 50_000_000, percpu: [100, 200] },
      throttling: { periods: 10, throttledPeriods: 3, throttledTime: 999 },
    },
    memory: {
      cache: 4096,
      usage: { usage: 8192, max: 16384, failcnt: 2, limit: 67108864 },
      swap: { usage: 8193, max: 0, failcnt: 0, limit: 0 },
      raw: { cache: 1, total_cache: 4096 },
    },
    pids: { current: 3, limit: 0 },
    blkio: {
      ioServiceBytesRecursive: [
        { major: 8, minor: 0, op: 'Read', value: 4096 },
        { major: 8, minor: 0, op: 'Write', value: 0 },
      ],
      ioServicedRecursive: [],
    },
    hugetlb: { '2MB': { usage: 2097152, max: 0, failcnt: 1 } },
  })
})

test('a recorded group of v2', () => {
  const read = reader({
    'cpu.stat':
      'usage_usec 1000\nuser_usec 600\nsystem_usec 400\nnr_periods 2\nnr_throttled 1\nthrottled_usec 50\n',
    'memory.stat': 'anon 4096\nfile 8192\n',
    'memory.current': '20480\n',
    'memory.peak': '30000\n',
    'memory.max': '65536\n',
    'memory.events': 'low 0\nmax 4\noom 1\noom_kill 1\n',
    'memory.swap.current': '100\n',
    'memory.swap.max': '0\n',
    'pids.current': '1\n',
    'pids.max': '32\n',
    'io.stat': '8:0 rbytes=4096 wbytes=8192 rios=1 wios=2 dbytes=0 dios=0\n',
    'hugetlb.2MB.current': '0\n',
  })
  const stats = compileStats(read, V2, ['2MB'])
  expect(stats.cpu).toEqual({
    usage: { total: 1_000_000, kernel: 400_000, user: 600_000 },
    throttling: { periods: 2, throttledPeriods: 1, throttledTime: 50_000 },
  })
  expect(stats.memory.usage).toEqual({ usage: 20480, max: 30000, failcnt: 4, limit: 65536 })
  expect(stats.memory.swap).toEqual({ usage: 20580, max: 0, failcnt: 0, limit: 65536 })
  expect(stats.pids).toEqual({ current: 1, limit: 32 })
  expect(stats.blkio.ioServicedRecursive.map(({ op, value }) => `${op} ${value}`)).toEqual([
    'Read 1',
    'Write 2',
    'Discard 0',
  ])
  expect(stats.hugetlb).toEqual({ '2MB': { usage: 0, max: 0, failcnt: 0 } })
})
