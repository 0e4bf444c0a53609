import { type Figure, percentile } from '../figure.ts'

/** p50, p95, p99 and the worst, each with its aim where it has one. */
export function percentiles(
  name: string,
  values: readonly number[],
  aims: Readonly<Record<number, number>> = {},
): Figure[] {
  return [50, 95, 99, 100].map((part) => {
    const aim = aims[part]
    const title = part === 100 ? 'worst' : `p${part}`
    return {
      ...{ name: `${name}, ${title}`, value: percentile(values, part), unit: 'ms' },
      ...(aim !== undefined && { aim }),
    }
  })
}
