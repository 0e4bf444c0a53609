/** `data` of a line of `runc events --stats`; numbers in bytes and nanoseconds. */
export type ContainerStats = {
  readonly cpu: {
    readonly usage: {
      readonly total: number
      readonly kernel: number
      readonly user: number
      readonly percpu?: readonly number[]
    }
    readonly throttling: {
      readonly periods: number
      readonly throttledPeriods: number
      readonly throttledTime: number
    }
  }
  readonly memory: {
    readonly cache: number
    readonly usage: MemoryStats
    /** memory and swap together, as v1 counts */
    readonly swap: MemoryStats
    readonly raw: Readonly<Record<string, number>>
  }
  /** `limit` 0: none */
  readonly pids: { readonly current: number; readonly limit: number }
  readonly blkio: {
    readonly ioServiceBytesRecursive: readonly BlockStat[]
    readonly ioServicedRecursive: readonly BlockStat[]
  }
  /** by size of pages */
  readonly hugetlb: Readonly<Record<string, { usage: number; max: number; failcnt: number }>>
}

export type MemoryStats = {
  readonly usage: number
  readonly max: number
  readonly failcnt: number
  readonly limit: number
}

export type BlockStat = {
  readonly major: number
  readonly minor: number
  readonly op: string
  readonly value: number
}

/** Text of a controller's file; empty when there is none. */
export type ReadFile = (
  controller: 'cpu' | 'cpuacct' | 'memory' | 'pids' | 'blkio' | 'hugetlb',
  name: string,
) => string
