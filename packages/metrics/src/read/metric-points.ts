import type { MetricPoint } from '@berth/protocol'
import { addCounts, bytesOf, type Counts, NO_COUNTS, statusesOf, timesOf } from '../counts.ts'
import { percentile } from './percentile.ts'

export type MetricRows = {
  readonly requests: readonly { readonly at: Date; readonly counts: Counts }[]
  readonly uses: readonly {
    readonly at: Date
    readonly cpu: number
    readonly memory: number
    readonly rx: number
    readonly tx: number
  }[]
  readonly steps: readonly { readonly at: Date; readonly seconds: number }[]
}

/** Rows as evenly spaced points, `length` seconds each, from `from` until before `to`. `step`: that of the rows. */
export function metricPoints(
  rows: MetricRows,
  range: { readonly from: Date; readonly to: Date; readonly length: number; readonly step: number },
): MetricPoint[] {
  const begin = (at: Date) => Math.floor(at.getTime() / 1000 / range.length) * range.length
  const requests = Map.groupBy(rows.requests, ({ at }) => begin(at))
  const uses = Map.groupBy(rows.uses, ({ at }) => begin(at))
  const steps = Map.groupBy(rows.steps, ({ at }) => begin(at))
  const points: MetricPoint[] = []
  for (let at = begin(range.from); at < range.to.getTime() / 1000; at += range.length) {
    const measured = sum((steps.get(at) ?? []).map(({ seconds }) => seconds))
    const counts = (requests.get(at) ?? []).map((row) => row.counts)
    points.push({
      at: new Date(at * 1000),
      requests: measured > 0 ? requestsOf(counts.reduce(addCounts, NO_COUNTS), measured) : null,
      use: useOf(uses.get(at) ?? [], range.step),
    })
  }
  return points
}

function requestsOf(counts: Counts, seconds: number): NonNullable<MetricPoint['requests']> {
  const statuses = statusesOf(counts)
  const times = timesOf(counts)
  const bytes = bytesOf(counts)
  return {
    perSecond: sum(times) / seconds,
    statuses: statuses.map((count) => count / seconds),
    ...{ p50: percentile(times, 0.5), p95: percentile(times, 0.95), p99: percentile(times, 0.99) },
    bytesIn: bytes.in / seconds,
    bytesOut: bytes.out / seconds,
  }
}

/** Over the steps in which an instance ran. */
function useOf(rows: MetricRows['uses'], step: number): MetricPoint['use'] {
  if (rows.length === 0) return null
  const seconds = rows.length * step
  return {
    cpu: sum(rows.map(({ cpu }) => cpu)) / 1e6 / seconds,
    memory: Math.max(...rows.map(({ memory }) => memory)),
    rx: sum(rows.map(({ rx }) => rx)) / seconds,
    tx: sum(rows.map(({ tx }) => tx)) / seconds,
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
