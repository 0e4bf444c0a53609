export type Figure = {
  readonly name: string
  readonly value: number
  readonly unit: 's' | 'ms' | 'MiB' | 'KiB' | '%' | 'times' | 'MB/s' | 'per s'
  /** at most so much is wanted */
  readonly aim?: number
}

/** The value below which so many percent lie; the nearest one that was measured. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN
}

/** Median and 99th percentile of what was measured, in milliseconds. */
export function spread(name: string, values: readonly number[]): readonly Figure[] {
  return [50, 99].map((percent) => ({
    name: `${name}, p${percent}`,
    value: percentile(values, percent),
    unit: 'ms',
  }))
}

export function ratio(name: string, ours: readonly number[], theirs: readonly number[]): Figure {
  return { name, value: percentile(ours, 50) / percentile(theirs, 50), unit: 'times' }
}

/** Milliseconds that a job takes. */
export async function timed(job: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await job()
  return performance.now() - start
}
