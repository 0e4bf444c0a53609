import type { CronEntry } from '@berth/protocol'
import { checkSchedule } from './schedule.ts'

/** The entries as they came. Error: input.invalid, for a schedule that is none, or never due. */
export function checkedEntries(entries: readonly CronEntry[], now: Date): readonly CronEntry[] {
  for (const entry of entries) checkSchedule(entry, now)
  return entries
}
