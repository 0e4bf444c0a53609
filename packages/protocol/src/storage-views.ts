/** A run of the collection; sizes in bytes. */
export type CollectionRunView = {
  readonly id: string
  readonly startedAt: Date
  /** null: it runs */
  readonly finishedAt: Date | null
  /** null: the platform by itself */
  readonly by: string | null
  /** nothing was taken: the counts say what would have been */
  readonly dryRun: boolean
  /** storage and database were compared too */
  readonly reconcile: boolean
  readonly manifests: number
  readonly links: number
  readonly blobs: number
  readonly bytes: number
  /** what goes when its lease or grace is over */
  readonly laterBytes: number
  readonly uploads: number
  readonly strays: number
  readonly missing: number
  readonly error: string | null
}

/** What the storage of images holds, over all tenants. */
export type StorageView = {
  readonly bytes: number
  readonly blobs: number
  /** as the last run that ended found it; null before the first one */
  readonly reclaimable: { readonly now: number; readonly later: number; readonly at: Date } | null
  /** newest first */
  readonly runs: readonly CollectionRunView[]
  readonly missingCount: number
  /** contents that images need and storage has not, the first hundred */
  readonly missing: readonly {
    readonly digest: string
    readonly bytes: number
    readonly since: Date
    readonly repositories: readonly string[]
  }[]
}
