/** What a schedule of the plain kinds means; `null` for all others, which are shown as they are written. */
export type ScheduleWords =
  | { readonly kind: 'minute' }
  | { readonly kind: 'minutes'; readonly every: number }
  | { readonly kind: 'hour'; readonly minute: number }
  | { readonly kind: 'hours'; readonly every: number; readonly minute: number }
  | { readonly kind: 'day' | 'workdays'; readonly time: string }
  /** `day`: 0 is Sunday */
  | { readonly kind: 'week'; readonly day: number; readonly time: string }
  | { readonly kind: 'month'; readonly date: number; readonly time: string }
  /** `month`: 1 is January */
  | { readonly kind: 'year'; readonly month: number; readonly date: number; readonly time: string }

const NICKNAMES: Readonly<Record<string, string>> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
}

/** Reads five fields, or a nickname. It does not judge them: the server does. */
export function scheduleWords(schedule: string): ScheduleWords | null {
  const trimmed = schedule.trim()
  const fields = (NICKNAMES[trimmed] ?? trimmed).split(/\s+/)
  const [minute = '', hour = '', date = '', month = '', day = '', ...more] = fields
  if (more.length > 0) return null
  const isAnyDay = date === '*' && month === '*' && day === '*'
  return isAnyDay ? everyDay(minute, hour) : someDays({ minute, hour, date, month, day })
}

function everyDay(minute: string, hour: string): ScheduleWords | null {
  const at = number(minute, 59)
  if (hour === '*') {
    if (minute === '*') return { kind: 'minute' }
    if (at !== null) return { kind: 'hour', minute: at }
    const every = step(minute, 60)
    return every === null ? null : { kind: 'minutes', every }
  }
  const every = step(hour, 24)
  if (every !== null && at !== null) return { kind: 'hours', every, minute: at }
  const time = clock(minute, hour)
  return time === null ? null : { kind: 'day', time }
}

function someDays(
  fields: Record<'minute' | 'hour' | 'date' | 'month' | 'day', string>,
): ScheduleWords | null {
  const time = clock(fields.minute, fields.hour)
  if (time === null) return null
  const date = number(fields.date, 31)
  const month = number(fields.month, 12)
  if (fields.day === '*') {
    if (!date) return null
    if (fields.month === '*') return { kind: 'month', date, time }
    return month ? { kind: 'year', month, date, time } : null
  }
  if (fields.date !== '*' || fields.month !== '*') return null
  if (fields.day === '1-5') return { kind: 'workdays', time }
  const day = number(fields.day, 7)
  return day === null ? null : { kind: 'week', day: day % 7, time }
}

function clock(minute: string, hour: string): string | null {
  const m = number(minute, 59)
  const h = number(hour, 23)
  return m === null || h === null ? null : `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`
}

/** Steps that do not divide the whole begin anew in the middle, and are no even rhythm. */
function step(field: string, whole: number): number | null {
  const every = Number(/^\*\/(\d{1,2})$/.exec(field)?.[1] ?? 0)
  return every > 1 && whole % every === 0 ? every : null
}

function number(field: string, max: number): number | null {
  if (!/^\d{1,2}$/.test(field)) return null
  return Number(field) <= max ? Number(field) : null
}
