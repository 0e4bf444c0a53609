import type { ContainerStats, ReadFile } from './container-stats.ts'
import { flatKeyed, single } from './flat-keyed.ts'
import { blockV1, cpuV1, memoryV1 } from './stats-v1.ts'
import { blockV2, cpuV2, memoryV2 } from './stats-v2.ts'

export type Versions = Readonly<Record<'cpu' | 'memory' | 'blkio' | 'hugetlb', 1 | 2>>

/** From the texts of a group's files; `pageSizes` as `2MB`. What a host has not got is 0. */
export function compileStats(
  read: ReadFile,
  versions: Versions,
  pageSizes: readonly string[],
): ContainerStats {
  return {
    cpu: versions.cpu === 2 ? cpuV2(read) : cpuV1(read),
    memory: versions.memory === 2 ? memoryV2(read) : memoryV1(read),
    pids: { current: single(read('pids', 'pids.current')), limit: single(read('pids', 'pids.max')) },
    blkio: versions.blkio === 2 ? blockV2(read) : blockV1(read),
    hugetlb: Object.fromEntries(pageSizes.map((size) => [size, hugepages(read, size, versions.hugetlb)])),
  }
}

function hugepages(read: ReadFile, size: string, version: 1 | 2): ContainerStats['hugetlb'][string] {
  const file = (name: string) => read('hugetlb', `hugetlb.${size}.${name}`)
  if (version === 2) {
    const failcnt = flatKeyed(file('events'))['max'] ?? 0
    return { usage: single(file('current')), max: 0, failcnt }
  }
  return {
    usage: single(file('usage_in_bytes')),
    max: single(file('max_usage_in_bytes')),
    failcnt: single(file('failcnt')),
  }
}
