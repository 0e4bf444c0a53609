import type { ReleaseView } from '@berth/protocol'
import { RELEASE_FACTS, type ReleaseFact, releaseFacts } from './release-facts.ts'

export type ReleaseChange = {
  readonly what: ReleaseFact
  readonly from: string | null
  readonly to: string | null
}

/** What differs between two releases. Of the environment only names are known. */
export function releaseChanges(from: ReleaseView, to: ReleaseView): ReleaseChange[] {
  const before = releaseFacts(from)
  const after = releaseFacts(to)
  return RELEASE_FACTS.filter((what) => before[what] !== after[what]).map((what) => ({
    what,
    from: before[what],
    to: after[what],
  }))
}
