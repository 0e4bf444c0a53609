/** What the disk has of one volume, in bytes. */
export type FoundVolume = {
  readonly id: string
  /** null: only snapshots of it are left */
  readonly live: { readonly usedBytes: number; readonly limitBytes: number | null } | null
  readonly snapshots: readonly { readonly id: string; readonly bytes: number }[]
}

/**
 * Named volumes and their snapshots, by ids. What a volume holds is below its folder, and outlives everything but
 * `remove`. Errors: disk.failed, disk.full; volume.lost, when a volume or snapshot that a call is about is not here.
 */
export type VolumeFolders = {
  /**
   * Makes it, at most `bytes` large, with what the volume `from` holds at that moment where one is named; idempotent, also
   * after a crash in the middle.
   */
  make(id: string, bytes: number, from?: string): Promise<void>
  limit(id: string, bytes: number): Promise<void>
  /** Where it lies. */
  folder(id: string): Promise<string>
  /** Gone at once, with its snapshots; idempotent. */
  remove(id: string): Promise<void>
  list(): Promise<readonly FoundVolume[]>
  /** What it holds at this moment, for good. Idempotent. */
  snapshot(id: string, snapshot: string): Promise<void>
  removeSnapshot(id: string, snapshot: string): Promise<void>
  /** Hands over a folder with what it holds at this moment, which cannot be written and goes when `use` has ended. */
  read<T>(id: string, use: (folder: string) => Promise<T>): Promise<T>
  /**
   * Makes a snapshot of what `fill` writes into an empty folder of at most `bytes`, whatever the volume holds; what
   * fails leaves nothing.
   */
  receive(
    id: string,
    made: {
      readonly snapshot: string
      readonly bytes: number
      readonly fill: (folder: string) => Promise<void>
    },
  ): Promise<void>
  /**
   * Brings the state of the snapshot `from` back, and keeps what was there as the snapshot `keep`. Nothing that mounts
   * it may run. Killed anywhere, it is done whole by the next call.
   */
  restore(
    id: string,
    swap: { readonly from: string; readonly keep: string; readonly bytes: number },
  ): Promise<void>
}
