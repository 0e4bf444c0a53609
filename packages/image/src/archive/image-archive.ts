import type { Readable } from 'node:stream'

/** A saved image to read from: an archive or a folder. Names are paths within it, as `blobs/sha256/…`. */
export type ImageArchive = {
  /** bytes of a file; undefined when there is none of that name */
  size(name: string): number | undefined
  /** The content from the beginning; whoever opens it reads it to its end or destroys it. */
  open(name: string): Readable
  close(): Promise<void>
}
