import type { Readable } from 'node:stream'

/** One write. Nothing can be read before `commit`, and after `cancel` nothing is left. */
export type BlobWriter = {
  readonly offset: number
  append(source: AsyncIterable<Uint8Array>): Promise<number>
  /** Verifies digest (and size when given), syncs, renames. Error: registry.digest_invalid, registry.size_invalid. */
  commit(expected: { digest: string; size?: number }): Promise<{ size: number }>
  cancel(): Promise<void>
  /** Keep what was written for a later `resume` from any process. */
  suspend(): Promise<void>
}

/** Content by digest. */
export type BlobStore = {
  stat(digest: string): Promise<{ size: number } | undefined>
  read(digest: string, range?: { start: number; end: number }): Promise<Readable>
  create(uploadId: string): Promise<BlobWriter>
  /** Undefined when nothing of that upload is here. */
  resume(uploadId: string): Promise<BlobWriter | undefined>
  remove(digest: string): Promise<void>
  cancelUpload(uploadId: string): Promise<void>
}
