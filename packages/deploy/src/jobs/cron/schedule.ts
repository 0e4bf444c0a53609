import { BerthError } from '@berth/core'
import type { CronEntry } from '@berth/protocol'
import { Cron } from 'croner'

type Clockwork = Pick<CronEntry, 'schedule' | 'timezone'>

const FIELDS = 5
const NICKNAMES = /^@(hourly|daily|midnight|weekly|monthly|yearly|annually)$/

/** Error: input.invalid, which says what is wrong with it, and for one that is never due. */
export function checkSchedule(entry: Clockwork, now: Date): void {
  const { schedule, timezone } = entry
  const isKnown = NICKNAMES.test(schedule) || schedule.trim().split(/\s+/).length === FIELDS
  if (!isKnown) throw invalid(entry, 'use five fields, as in "*/15 * * * *", or @hourly, @daily and the like')
  if (!isTimezone(timezone)) throw invalid(entry, `there is no timezone "${timezone}"`)
  try {
    if (nextTimes(entry, now, 1).length > 0) return
  } catch (error) {
    throw invalid(entry, error instanceof Error ? error.message : String(error))
  }
  throw invalid(entry, 'it is never due')
}

/** Strictly after `from`. */
export function nextTimes(entry: Clockwork, from: Date, count: number): Date[] {
  return clockwork(entry).nextRuns(count, from)
}

/** The newest time up to and with `now`; undefined when there was none. */
export function lastTime(entry: Clockwork, now: Date): Date | undefined {
  return clockwork(entry).previousRuns(1, new Date(now.getTime() + 1))[0]
}

/** Never started: only asked for times. */
function clockwork({ schedule, timezone }: Clockwork): Cron {
  return new Cron(schedule, { timezone, paused: true })
}

function isTimezone(name: string): boolean {
  try {
    return Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false // what it throws says no more than that
  }
}

function invalid({ schedule }: Clockwork, why: string): BerthError {
  return new BerthError('input.invalid', `the schedule "${schedule}" is not valid: ${why}`, {
    details: { schedule },
  })
}
