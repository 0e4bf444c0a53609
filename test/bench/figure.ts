export type Figure = { readonly name: string; readonly value: number; readonly unit: 's' | 'ms' | 'MiB' }

/** The value below which so many percent lie; the nearest one that was measured. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN
}
