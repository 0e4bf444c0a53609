import type { Container } from '@berth/db'
import type { ObservedContainer } from '@berth/protocol'

/** In its present run. An agent that has just come back has not counted yet: what is known of the same run stays. */
export function killsOf(
  row: Pick<Container, 'startedAt' | 'oomKills'>,
  report: Pick<ObservedContainer, 'state' | 'startedAt' | 'oomKills'>,
): number {
  const kills = report.oomKills ?? 0
  const isSameRun = report.startedAt !== null && Date.parse(report.startedAt) === row.startedAt?.getTime()
  return isSameRun ? Math.max(kills, row.oomKills) : kills
}

/** At the first, and each time that they have doubled: whoever runs out of memory all day fills no history. */
export function isWorthTelling(before: number, now: number): boolean {
  return now > 0 && Math.floor(Math.log2(now)) > Math.floor(Math.log2(before))
}
