const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** A moment as one says it: `now`, `5m ago`, `in 29d`; beyond a month the local date. `-` when there is none. */
export function sayWhen(moment: Date | null | undefined, now = new Date()): string {
  if (!moment) return '-'
  const distance = Math.abs(moment.getTime() - now.getTime())
  if (distance < MINUTE_MS) return 'now'
  if (distance > 31 * DAY_MS) return localDate(moment)
  return moment < now ? `${span(distance)} ago` : `in ${span(distance)}`
}

/** `2026-11-21` where this command runs. */
export function localDate(moment: Date): string {
  const parts = [moment.getFullYear(), moment.getMonth() + 1, moment.getDate()]
  return parts.map((part) => String(part).padStart(2, '0')).join('-')
}

function span(ms: number): string {
  if (ms < HOUR_MS) return `${Math.floor(ms / MINUTE_MS)}m`
  if (ms < DAY_MS) return `${Math.floor(ms / HOUR_MS)}h`
  return `${Math.floor(ms / DAY_MS)}d`
}
