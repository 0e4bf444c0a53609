/** One line as a container wrote it; a line above 16 KiB comes in parts. */
export type StoredLine = {
  readonly at: Date
  readonly stream: 'stdout' | 'stderr' | 'tty' | 'system'
  readonly text: string
}

/** A place in a log: the segment, and the offset of its next record. */
export type Position = { readonly segment: number; readonly offset: number }

/** Lines that lie together in one segment. */
export type LogPiece = {
  readonly start: Position
  readonly end: Position
  readonly lines: readonly StoredLine[]
  /** nothing will be added to it: it is as large as was asked, or its segment was closed */
  readonly isWhole: boolean
}

/** Reads log folders that supervisors write; it never writes them. */
export type LogStore = {
  /**
   * Up to `maxBytes` of whole lines of one segment that follow `from`, or of the next one that is still there.
   * Undefined when there are none.
   */
  piece(directory: string, from: Position, maxBytes: number): Promise<LogPiece | undefined>
  /** Lines in order, from all segments; with `follow` it goes on until `signal` aborts, across rotation. */
  read(
    directory: string,
    options: {
      tail?: number
      since?: Date
      until?: Date
      /** not earlier than this place */
      from?: Position
      follow: boolean
      signal?: AbortSignal
    },
  ): AsyncIterable<StoredLine>
}
