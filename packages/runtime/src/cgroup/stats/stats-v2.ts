import type { BlockStat, ContainerStats, ReadFile } from './container-stats.ts'
import { flatKeyed, single } from './flat-keyed.ts'

const USEC_NS = 1000

export function cpuV2(read: ReadFile): ContainerStats['cpu'] {
  const stat = flatKeyed(read('cpu', 'cpu.stat'))
  const time = (key: string) => (stat[key] ?? 0) * USEC_NS
  return {
    usage: { total: time('usage_usec'), kernel: time('system_usec'), user: time('user_usec') },
    throttling: {
      periods: stat['nr_periods'] ?? 0,
      throttledPeriods: stat['nr_throttled'] ?? 0,
      throttledTime: time('throttled_usec'),
    },
  }
}

/** v2 counts swap alone; runc's shape has both together. */
export function memoryV2(read: ReadFile): ContainerStats['memory'] {
  const raw = flatKeyed(read('memory', 'memory.stat'))
  const usage = single(read('memory', 'memory.current'))
  const limit = single(read('memory', 'memory.max'))
  const swapLimit = read('memory', 'memory.swap.max').trim()
  const failures = (name: string) => flatKeyed(read('memory', name))['max'] ?? 0
  return {
    cache: raw['file'] ?? 0,
    usage: { usage, max: single(read('memory', 'memory.peak')), failcnt: failures('memory.events'), limit },
    swap: {
      usage: usage + single(read('memory', 'memory.swap.current')),
      max: 0,
      failcnt: failures('memory.swap.events'),
      limit: swapLimit === 'max' || limit === 0 ? 0 : limit + single(swapLimit),
    },
    raw,
  }
}

const OPERATIONS = {
  bytes: { rbytes: 'Read', wbytes: 'Write', dbytes: 'Discard' },
  times: { rios: 'Read', wios: 'Write', dios: 'Discard' },
} as const

export function blockV2(read: ReadFile): ContainerStats['blkio'] {
  const text = read('blkio', 'io.stat')
  return {
    ioServiceBytesRecursive: blockLines(text, OPERATIONS.bytes),
    ioServicedRecursive: blockLines(text, OPERATIONS.times),
  }
}

/** `8:0 rbytes=4096 wbytes=0 rios=1 wios=0 dbytes=0 dios=0` */
function blockLines(text: string, operations: Readonly<Record<string, string>>): readonly BlockStat[] {
  return [...text.matchAll(/^(\d+):(\d+) (.*)$/gm)].flatMap(([, major, minor, rest = '']) =>
    [...rest.matchAll(/(\w+)=(\d+)/g)].flatMap(([, key = '', value]) => {
      const op = operations[key]
      return op === undefined
        ? []
        : [{ major: Number(major), minor: Number(minor), op, value: Number(value) }]
    }),
  )
}
