import type { BlockStat, ContainerStats, MemoryStats, ReadFile } from './container-stats.ts'
import { flatKeyed, single } from './flat-keyed.ts'

/** USER_HZ is 100 on all architectures that Linux runs on here. */
const TICK_NS = 10_000_000

export function cpuV1(read: ReadFile): ContainerStats['cpu'] {
  const stat = flatKeyed(read('cpu', 'cpu.stat'))
  const times = flatKeyed(read('cpuacct', 'cpuacct.stat'))
  return {
    usage: {
      total: single(read('cpuacct', 'cpuacct.usage')),
      kernel: (times['system'] ?? 0) * TICK_NS,
      user: (times['user'] ?? 0) * TICK_NS,
      percpu: read('cpuacct', 'cpuacct.usage_percpu').split(/\s+/).filter(Boolean).map(Number),
    },
    throttling: {
      periods: stat['nr_periods'] ?? 0,
      throttledPeriods: stat['nr_throttled'] ?? 0,
      throttledTime: stat['throttled_time'] ?? 0,
    },
  }
}

export function memoryV1(read: ReadFile): ContainerStats['memory'] {
  const raw = flatKeyed(read('memory', 'memory.stat'))
  const of = (kind: string): MemoryStats => ({
    usage: single(read('memory', `${kind}.usage_in_bytes`)),
    max: single(read('memory', `${kind}.max_usage_in_bytes`)),
    failcnt: single(read('memory', `${kind}.failcnt`)),
    limit: single(read('memory', `${kind}.limit_in_bytes`)),
  })
  return {
    cache: raw['total_cache'] ?? raw['cache'] ?? 0,
    usage: of('memory'),
    swap: of('memory.memsw'),
    raw,
  }
}

export function blockV1(read: ReadFile): ContainerStats['blkio'] {
  return {
    ioServiceBytesRecursive: blockLines(read('blkio', 'blkio.throttle.io_service_bytes_recursive')),
    ioServicedRecursive: blockLines(read('blkio', 'blkio.throttle.io_serviced_recursive')),
  }
}

/** `8:0 Read 4096`; the last line is a sum without a device. */
function blockLines(text: string): readonly BlockStat[] {
  return [...text.matchAll(/^(\d+):(\d+) (\w+) (\d+)$/gm)].map(([, major, minor, op = '', value]) => ({
    major: Number(major),
    minor: Number(minor),
    op,
    value: Number(value),
  }))
}
