import type { CourseMemberView } from '@berth/protocol'
import { toCsv } from './to-csv.ts'

/** One look of a check at one student's lab. */
export type ClassTry = {
  readonly member: Pick<CourseMemberView, 'name' | 'email' | 'group' | 'externalId'>
  readonly lab: string
  readonly title: string
  readonly passed: boolean
  readonly message: string
  readonly by: string
  readonly at: Date
}

/** One row for each try of each check, newest first. */
export function exportHistory(tries: readonly ClassTry[]): string {
  const head = ['name', 'email', 'group', 'external id', 'lab', 'check', 'passed', 'said', 'by', 'at']
  const rows = tries.map(({ member, lab, title, passed, message, by, at }) => [
    ...[member.name, member.email ?? '', member.group ?? '', member.externalId ?? ''],
    ...[lab, title, String(passed), message, by, at.toISOString()],
  ])
  return toCsv([head, ...rows])
}
