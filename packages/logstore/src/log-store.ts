/** One line as a container wrote it; a line above 16 KiB comes in parts. */
export type StoredLine = {
  readonly at: Date
  readonly stream: 'stdout' | 'stderr' | 'tty' | 'system'
  readonly text: string
}

/** Reads log folders that supervisors write; it never writes them. */
export type LogStore = {
  /** Lines in order, from all segments; with `follow` it goes on until `signal` aborts, across rotation. */
  read(
    directory: string,
    options: { tail?: number; since?: Date; until?: Date; follow: boolean; signal?: AbortSignal },
  ): AsyncIterable<StoredLine>
}
