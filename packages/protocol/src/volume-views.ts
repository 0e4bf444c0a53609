/** A volume as its tenant sees it. Sizes in bytes. */
export type VolumeView = {
  readonly id: string
  readonly name: string
  readonly bytes: number
  /** as its node last told */
  readonly usedBytes: number
  readonly shared: boolean
  /** new: no node has it yet */
  readonly state: 'new' | 'ready' | 'restoring' | 'deleted'
  /** snapshots that are made by themselves: the newest `keep` of them stay */
  readonly schedule: {
    readonly every: 'daily' | 'weekly'
    readonly keep: number
    readonly dueAt: Date
  } | null
  /** what its node could not do */
  readonly problem: string | null
  readonly node: string | null
  /** the app that may mount it, and where the release that serves has it */
  readonly app: string | null
  readonly mounts: readonly VolumeMountView[]
  readonly snapshots: readonly VolumeSnapshotView[]
  readonly createdAt: Date
  readonly createdBy: string
  readonly deletedAt: Date | null
  readonly deletedBy: string | null
  /** until when a deleted one can be had back */
  readonly keptUntil: Date | null
}

export type VolumeMountView = { readonly process: string; readonly path: string; readonly readOnly: boolean }

export type VolumeSnapshotView = {
  readonly id: string
  readonly number: number
  readonly origin: 'asked' | 'before-restore' | 'import' | 'schedule'
  readonly state: 'importing' | 'wanted' | 'ready' | 'removing'
  readonly bytes: number
  readonly createdAt: Date
  readonly createdBy: string
}
