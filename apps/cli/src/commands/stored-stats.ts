import { formatBytes } from '@berth/core'
import type { MetricPoint } from '@berth/protocol'
import { parseDuration } from '../arguments/moment.ts'
import { UsageError } from '../arguments/usage-error.ts'
import { printJson, printResult } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'
import { formatTable } from '../terminal/table.ts'

/** Lines of a table that one reads at a glance; JSON has more. */
const LINES = 20
const POINTS = 240

/** What was measured of an app, from so long ago until now. */
export async function storedStats(app: string, text: string, options: SessionOptions): Promise<void> {
  const ms = parseDuration(text)
  if (ms === undefined) throw new UsageError(`--since ${text} is no time: write 30m, 1h or 7d`)
  const session = await openSession(options)
  const target = { tenant: await session.tenant(), app, since: Math.round(ms / 1000) }
  const view = await session.api.metrics.get.query({ ...target, points: options.json ? POINTS : LINES })
  if (options.json) return printJson(view)
  printResult(
    formatTable([
      ['FROM', 'REQUESTS', '4XX', '5XX', 'P50', 'P95', 'P99', 'CPU', 'MEMORY', 'IN', 'OUT'],
      ...view.points.map((point) => line(point, target.since)),
    ]),
  )
}

const DAY_SECONDS = 86_400

function line({ at, requests, use }: MetricPoint, since: number): string[] {
  const iso = at.toISOString()
  return [
    // without a space, at which a narrow table would break it
    since < DAY_SECONDS ? iso.slice(11, 19) : iso.slice(5, 16),
    ...(requests
      ? [
          `${round(requests.perSecond)}/s`,
          `${round(requests.statuses[3] ?? 0)}/s`,
          `${round(requests.statuses[4] ?? 0)}/s`,
          ...[requests.p50, requests.p95, requests.p99].map((ms) => (ms === null ? '-' : `${round(ms)} ms`)),
        ]
      : Array.from({ length: 6 }, () => '-')),
    use ? round(use.cpu) : '-',
    use ? formatBytes(use.memory) : '-',
    requests ? `${formatBytes(requests.bytesIn)}/s` : '-',
    requests ? `${formatBytes(requests.bytesOut)}/s` : '-',
  ]
}

function round(value: number): string {
  return String(Number(value.toPrecision(3)))
}
