/** What happened to one app in a span of time; a part that is null was not measured: a gap, and not zero. */
export type MetricPoint = {
  /** begin of the span */
  at: Date
  /** as the door saw them */
  requests: {
    perSecond: number
    /** answers per second whose status begins with 1, 2, 3, 4, 5 */
    statuses: number[]
    /** ms until an answer began; null without requests */
    p50: number | null
    p95: number | null
    p99: number | null
    /** bytes per second */
    bytesIn: number
    bytesOut: number
  } | null
  /** of all instances together; null while none ran */
  use: {
    /** cores */
    cpu: number
    /** the most, bytes */
    memory: number
    /** bytes per second received and sent */
    rx: number
    tx: number
  } | null
}

export type MetricsView = {
  from: Date
  to: Date
  /** seconds from one point to the next */
  step: number
  points: MetricPoint[]
  /** what came live meanwhile */
  releases: { at: Date; number: number }[]
}
