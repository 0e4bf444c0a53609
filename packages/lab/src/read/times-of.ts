import type { LabText } from '../lab-schema.ts'
import type { LabTimes } from '../spec/lab-spec.ts'
import type { Report } from './report.ts'

const MINUTE = 60
const HOUR = 3600
const DAY = 86_400

export function timesOf(wish: NonNullable<LabText['times']>, report: Report): LabTimes {
  const expires = wish.expires ?? 90 * MINUTE
  const deadline = wish.deadline ?? 2 * expires
  if (deadline < expires) report.wrong(['times', 'deadline'], 'is before it expires')
  return {
    expires,
    overtime: wish.overtime ?? 15 * MINUTE,
    deadline,
    idle: wish.idle ?? 10 * MINUTE,
    orphaned: wish.orphaned ?? 30 * MINUTE,
    overdue: wish.overdue ?? 2 * HOUR,
    archive: wish.archive ?? 7 * DAY,
    delete: wish.delete ?? 30 * DAY,
  }
}
