import type { Container } from '@berth/db'
import type { ObservedContainer } from '@berth/protocol'

/** What is counted of a container that meets a limit and runs on. */
export type LimitCount = 'oomKills' | 'forksRefused'

/** In its present run. An agent that has just come back has not counted yet: what is known of the same run stays. */
export function countOf<Which extends LimitCount>(
  which: Which,
  row: Pick<Container, 'startedAt' | Which>,
  report: Pick<ObservedContainer, 'state' | 'startedAt' | Which>,
): number {
  const count = report[which] ?? 0
  const isSameRun = report.startedAt !== null && Date.parse(report.startedAt) === row.startedAt?.getTime()
  return isSameRun ? Math.max(count, row[which]) : count
}

/** At the first, and each time that they have doubled: whoever meets a limit all day fills no history. */
export function isWorthTelling(before: number, now: number): boolean {
  return now > 0 && Math.floor(Math.log2(now)) > Math.floor(Math.log2(before))
}
