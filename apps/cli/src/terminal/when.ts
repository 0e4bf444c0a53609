const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** A moment as one says it: `now`, `5m ago`, `in 29d`; beyond a month the local date. `-` when there is none. */
export function sayWhen(moment: Date | null | undefined, now = new Date()): string {
  if (!moment) return '-'
  const distance = Math.abs(moment.getTime() - now.getTime())
  if (distance < MINUTE_MS) return 'now'
  if (distance > 31 * DAY_MS) return localDate(moment)
  return moment < now ? `${span(distance, Math.floor)} ago` : `in ${span(distance, Math.round)}`
}

/** `2026-11-21` where this command runs. */
export function localDate(moment: Date): string {
  const parts = [moment.getFullYear(), moment.getMonth() + 1, moment.getDate()]
  return parts.map((part) => String(part).padStart(2, '0')).join('-')
}

/** What has just been given for seven days is there for seven, and what is three days and a bit old for three. */
function span(ms: number, whole: (amount: number) => number): string {
  const [minutes, hours, days] = [MINUTE_MS, HOUR_MS, DAY_MS].map((unit) => whole(ms / unit))
  if (minutes !== undefined && minutes < 60) return `${minutes}m`
  return hours !== undefined && hours < 24 ? `${hours}h` : `${days}d`
}
