import type { DesiredAppState } from '@berth/core'
import type { ContainerModel, NodeModel, ReleaseModel } from './model.ts'
import type { ReleaseJob } from './jobs/release-job.ts'
import type { VolumeHome } from './volumes/homes.ts'

/** One app as the planner sees it, read in one transaction. */
export type AppSnapshot = {
  readonly app: {
    readonly id: string
    readonly name: string
    readonly desired: DesiredAppState
    readonly restartNonce: number
    readonly deleted: boolean
    readonly asleep: boolean
    /** who stopped or destroyed it */
    readonly desiredBy: string | null
  }
  /** the release that serves */
  readonly current: ReleaseModel | null
  /** the newest deploy, while it runs */
  readonly deploy: ActiveDeploy | null
  /** a deploy that succeeded and whose old containers still drain */
  readonly draining: { readonly id: string } | null
  /** the newest deploy, where it failed */
  readonly failed: { readonly releaseId: string } | null
  /** the newest deploy, where somebody ended it before it came live */
  readonly canceled: { readonly releaseId: string; readonly by: string | null } | null
  readonly containers: readonly ContainerModel[]
  /** where the files of its volumes lie */
  readonly homes: readonly VolumeHome[]
}

/** A deploy on its way. */
export type ActiveDeploy = {
  readonly id: string
  readonly createdAt: Date
  readonly by: string
  readonly release: ReleaseModel
  /** null: it has not been begun, or there is nothing to run */
  readonly releaseJob: ReleaseJob | null
}

/** What lies around the app. */
export type Surroundings = {
  readonly now: Date
  readonly nodes: readonly NodeModel[]
  /** containers that the door is known to send visitors to */
  readonly inDoor: ReadonlySet<string>
  /** visitors' sessions of draining containers; one that is missing is not known */
  readonly sessions: ReadonlyMap<string, number>
}
