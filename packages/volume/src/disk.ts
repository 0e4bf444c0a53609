import type { VolumeFolders } from './volume-folders.ts'

/** Size of a node's disk for what containers write, in bytes. */
export type DiskSpace = { readonly bytes: number; readonly freeBytes: number }

/**
 * Folders with a limit of their own, on one disk of the node. What is full answers EDQUOT to its own container and to
 * nobody else. Keys are container ids.
 */
export type Disk = {
  /**
   * The folder of `key`, at most `bytes` large; idempotent, and a full one gets the little room that a start needs.
   * A new one begins with what the folder of `from` holds at that moment, where one is named. Errors: disk.full, when the
   * disk as a whole has none; volume.lost, when there is no `from`.
   */
  claim(key: string, bytes: number, from?: string): Promise<string>
  /** Gone at once; its blocks are given back in the background. Idempotent. */
  remove(key: string): Promise<void>
  list(): Promise<readonly string[]>
  /** where the folder of `key` lies, whether it is there or not */
  path(key: string): string
  /** bytes used, by key */
  usage(): Promise<ReadonlyMap<string, number>>
  space(): Promise<DiskSpace>
  /** what outlives containers */
  readonly volumes: VolumeFolders
  /** Resolves when nothing is under way in the background; the disk stays mounted for what runs. */
  close(): Promise<void>
}
