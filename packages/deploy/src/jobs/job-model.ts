import type { EndReason, JobCause, JobKind, JobState, Limits } from '@berth/core'
import type { ContainerModel } from '../model.ts'
import type { VolumeHome } from '../volumes/homes.ts'

/** What the decision about one job reads. */
export type JobModel = {
  readonly id: string
  readonly kind: JobKind
  readonly state: JobState
  readonly attended: boolean
  readonly log: 'live' | 'kept' | 'gone'
  readonly cancelBy: string | null
  readonly deadline: Date
  readonly createdAt: Date
  readonly endedAt: Date | null
  /** since when its log is to be read, by the clock of control; null: of before that was kept */
  readonly logSince: Date | null
  /** it had a container once, which may be gone */
  readonly wasPlaced: boolean
  /** the deploy that waits for it has come to an end */
  readonly deployOver: boolean
  /** others that it takes the place of have not ended */
  readonly blocked: boolean
  readonly limits: Limits
  /** the volume whose node it has to run on */
  readonly home: VolumeHome | undefined
  readonly container: ContainerModel | null
}

export type JobOutcome = {
  readonly state: Exclude<JobState, 'queued' | 'running'>
  readonly cause: JobCause | null
  readonly end: EndReason | null
}

export function isUnended(state: JobState): boolean {
  return state === 'queued' || state === 'running'
}
