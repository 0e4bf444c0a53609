import type { Readable } from 'node:stream'

/**
 * One write of an upload. Nothing can be read before `commit`, and after `cancel` nothing is left. Of two writers
 * that continue the same upload from the same offset one wins, and the other is refused when it ends.
 */
export type BlobWriter = {
  /** bytes of the upload so far, with what this writer added */
  readonly offset: number
  /**
   * Adds all that `source` gives and returns the new offset. When the source or the disk fails, what this call
   * added is taken back. Errors: disk.full, and whatever the source throws.
   */
  append(source: AsyncIterable<Uint8Array>): Promise<number>
  /** Verifies digest (and size when given), syncs, renames. Errors: registry.digest_invalid, registry.size_invalid, disk.full. */
  commit(expected: { digest: string; size?: number }): Promise<{ size: number }>
  /** The whole upload goes, not only what this writer added. */
  cancel(): Promise<void>
  /** Keep what was written for a later `resume` from any process. Error: registry.range_invalid when another writer was faster. */
  suspend(): Promise<void>
}

/** Content by digest. */
export type BlobStore = {
  stat(digest: string): Promise<{ size: number } | undefined>
  /** `range` has both ends included. Error: registry.blob_unknown. */
  read(digest: string, range?: { start: number; end: number }): Promise<Readable>
  create(uploadId: string): Promise<BlobWriter>
  /** Undefined when nothing of that upload is here. */
  resume(uploadId: string): Promise<BlobWriter | undefined>
  remove(digest: string): Promise<void>
  cancelUpload(uploadId: string): Promise<void>
  /** Every upload that left something here, and when it was last written to; for the reaper. */
  uploads(): Promise<readonly { readonly uploadId: string; readonly touchedAt: Date }[]>
}
