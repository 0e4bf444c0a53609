import type { ServerResponse } from 'node:http'
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

/**
 * What storage holds under a digest; `storedAt` is when it came to its place. `place`, where content that comes back
 * gets a new one: whose row does not name it belongs to nobody ever again, and can be removed without a lock.
 */
export type StoredBlob = {
  readonly digest: string
  readonly size: number
  readonly storedAt: Date
  readonly place?: { readonly name: string; remove(): Promise<void> }
}

/** Content on its way out, which one of both ends; what a kill leaves in between is cleaned up as a leftover. */
export type SetAside = {
  /** For good: to be called when the row of that content is gone, and nothing brings it back. */
  finish(): Promise<void>
  /** It is in its place again, or newer content is. */
  undo(): Promise<void>
}

/** To be read or sent, not both; or to be destroyed. */
export type BlobContent = Readable & {
  /** Writes all to `response` and ends it, where that is cheaper than to pipe. Rejects when it closes before. */
  readonly sendTo?: (response: ServerResponse) => Promise<void>
}

/** Content by digest. */
export type BlobStore = {
  stat(digest: string): Promise<{ size: number } | undefined>
  /** `range` has both ends included. Error: registry.blob_unknown. */
  read(digest: string, range?: { start: number; end: number }): Promise<BlobContent>
  create(uploadId: string): Promise<BlobWriter>
  /** Undefined when nothing of that upload is here. */
  resume(uploadId: string): Promise<BlobWriter | undefined>
  /**
   * Begins a removal, under the caller's lock on its row. What is not here is no error; what could not be removed is
   * one.
   */
  setAside(digest: string): Promise<SetAside>
  /** All content in the ASCII order of the digests, some perhaps in several places. What is written or removed meanwhile may be in it or not. */
  list(): AsyncIterable<StoredBlob>
  cancelUpload(uploadId: string): Promise<void>
  /** Every upload that left something here, and when it was last written to; for the reaper. */
  uploads(): Promise<readonly { readonly uploadId: string; readonly touchedAt: Date }[]>
}
