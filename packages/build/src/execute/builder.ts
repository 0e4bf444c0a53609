import type { Desk } from './desk.ts'

/** The node's builder: takes what control wants built, and says what becomes of it. */
export type Builder = {
  /** What a killed agent left goes; nothing is built before. */
  open(): Promise<void>
  /** The stream is up: asks what shall be built. `signal` ends with the stream. */
  connected(desk: Desk, signal: AbortSignal): Promise<void>
  /** A hint: asks again. */
  look(): Promise<void>
  /** What must not be swept by others: keys of folders on the disk, digests of images. */
  kept(): { readonly folders: ReadonlySet<string>; readonly images: ReadonlySet<string> }
  /** Ends what runs; its successor begins it anew. */
  close(): Promise<void>
}
