import { describeJobEnd } from '@berth/core'
import type { ReleaseModel } from '../model.ts'
import type { RolloutFailure } from '../rollout-failure.ts'
import type { ActiveDeploy } from '../snapshot.ts'
import type { Step } from '../step.ts'
import { isUnended } from './job-model.ts'

export type ReleasePhase =
  /** `at`: when the command had succeeded; null: there was none to run */
  | { readonly kind: 'passed'; readonly at: Date | null }
  | { readonly kind: 'waits'; readonly steps: readonly Step[] }
  | { readonly kind: 'failed'; readonly failure: RolloutFailure }

/** Before anything of a new release starts: its command succeeds, once. What stays within its kin runs it no second time. */
export function releasePhase(deploy: ActiveDeploy, current: ReleaseModel | null): ReleasePhase {
  const { release, releaseJob: job } = deploy
  if (release.releaseCommand.length === 0 || release.kin === current?.kin) return { kind: 'passed', at: null }
  const command = release.releaseCommand.join(' ')
  const note = { kind: 'releases', command } as const
  const waits: Step = { kind: 'progress', deployId: deploy.id, reached: 'release', note }
  if (!job) return { kind: 'waits', steps: [waits, { kind: 'begin-release', deployId: deploy.id }] }
  if (isUnended(job.state)) return { kind: 'waits', steps: [waits] }
  if (job.state === 'succeeded') return { kind: 'passed', at: job.endedAt }
  const { lastLines, end } = job
  const why = describeJobEnd(job) ?? 'failed'
  return { kind: 'failed', failure: { note: { kind: 'release-failed', command, why, end }, lastLines, end } }
}
