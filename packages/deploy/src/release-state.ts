import type { ReleaseView } from '@berth/protocol'

type Judged = {
  readonly number: number
  readonly isCurrent: boolean
  /** the one that was to bring it live */
  readonly deploy: { readonly state: string; readonly reason: string | null } | null
}

export type Judgement = Pick<ReleaseView, 'state' | 'reason' | 'worked'>

/** What became of each of an app's releases, which come newest first. */
export function judgeReleases(releases: readonly Judged[]): Judgement[] {
  let successor: number | null = null
  return releases.map((release) => {
    const judgement = judge(release, successor)
    if (judgement.worked) successor = release.number
    return judgement
  })
}

/** `successor`: the next release that worked. */
function judge({ isCurrent, deploy }: Judged, successor: number | null): Judgement {
  if (isCurrent) return { state: 'live', reason: null, worked: true }
  switch (deploy?.state) {
    case 'succeeded':
      return {
        state: 'superseded',
        reason: successor === null ? null : `replaced by release ${successor}`,
        worked: true,
      }
    case 'failed':
    case 'superseded':
    case 'canceled':
      return { state: deploy.state, reason: deploy.reason, worked: false }
    default:
      return { state: 'deploying', reason: null, worked: false }
  }
}
