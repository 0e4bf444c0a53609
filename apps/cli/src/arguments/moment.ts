import { UsageError } from './usage-error.ts'

const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** `90s`, `10m`, `2h`, `30d` → milliseconds; undefined when it is none of these. */
export function parseDuration(text: string): number | undefined {
  const [, count, unit] = /^(\d+)([smhd])$/.exec(text) ?? []
  return unit === undefined ? undefined : Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS]
}

/** So long ago, or a date; as an ISO date. Error: UsageError. */
export function parseMoment(text: string, now = new Date()): string {
  const ago = parseDuration(text)
  const moment = ago === undefined ? new Date(text) : new Date(now.getTime() - ago)
  if (!Number.isNaN(moment.getTime())) return moment.toISOString()
  throw new UsageError(`"${text}" is no time: write 10m, 2h or 2026-11-21T09:00:00Z`)
}
