import type { CronEntry } from '@berth/protocol'
import { lastTime } from './schedule.ts'

/** What is remembered of an entry: times up to `since` are over, whether it ran then or not. */
export type EntryState = {
  readonly schedule: string
  readonly since: Date
  readonly pausedAt: Date | null
}

/** What an entry's times are about: when this changes, it counts anew. */
export function scheduleKey({ schedule, timezone }: CronEntry): string {
  return `${schedule} ${timezone}`
}

/**
 * The time that is to be run now. Of several that were missed only the newest is made up, and only within the entry's
 * deadline.
 */
export function dueRun(entry: CronEntry, state: EntryState, now: Date): Date | undefined {
  if (state.pausedAt !== null || state.schedule !== scheduleKey(entry)) return undefined
  const last = lastTime(entry, now)
  if (last === undefined || last <= state.since) return undefined
  return now.getTime() - last.getTime() < entry.deadlineMs ? last : undefined
}

export type Admission = 'queue' | 'skip' | 'replace'

/** What becomes of a run that is due while so many of its entry have not ended. */
export function admitRun({ concurrency }: Pick<CronEntry, 'concurrency'>, unended: number): Admission {
  if (unended === 0 || concurrency === 'allow') return 'queue'
  return concurrency === 'forbid' ? 'skip' : 'replace'
}
