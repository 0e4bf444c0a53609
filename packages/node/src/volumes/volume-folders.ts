/** What the disk has of one volume, in bytes. */
export type FoundVolume = {
  readonly id: string
  /** null: only snapshots of it are left */
  readonly live: { readonly usedBytes: number; readonly limitBytes: number | null } | null
  readonly snapshots: readonly { readonly id: string; readonly bytes: number }[]
}

/** Where volumes lie; `@berth/volume`'s fits. */
export type VolumeFolders = {
  /** Error: volume.lost, where `from` is not here. */
  make(id: string, bytes: number, from?: string): Promise<void>
  limit(id: string, bytes: number): Promise<void>
  /** Error: volume.lost. */
  folder(id: string): Promise<string>
  remove(id: string): Promise<void>
  list(): Promise<readonly FoundVolume[]>
  snapshot(id: string, snapshot: string): Promise<void>
  removeSnapshot(id: string, snapshot: string): Promise<void>
  /** The folder is of this moment, and goes when `use` has ended. Error: volume.lost. */
  read<T>(id: string, use: (folder: string) => Promise<T>): Promise<T>
  /** What `fill` writes into an empty folder becomes a snapshot, whole or not at all. */
  receive(
    id: string,
    made: {
      readonly snapshot: string
      readonly bytes: number
      readonly fill: (folder: string) => Promise<void>
    },
  ): Promise<void>
  restore(
    id: string,
    swap: { readonly from: string; readonly keep: string; readonly bytes: number },
  ): Promise<void>
}
