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
   * Error: disk.full, when the disk as a whole has none.
   */
  claim(key: string, bytes: number): Promise<string>
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
