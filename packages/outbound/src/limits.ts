/** How long and how much one request may take. `Number.POSITIVE_INFINITY` is no limit. */
export type Limits = {
  /** until there is a connection: name, TCP, TLS */
  readonly connectMs: number
  /** from there until the whole head of the answer */
  readonly firstByteMs: number
  /** between two pieces of the answer, counted while somebody waits for them */
  readonly idleMs: number
  /** all of it, with the redirects and the body */
  readonly totalMs: number
  /** of the body */
  readonly maxBytes: number
}

export const DEFAULT_LIMITS: Limits = {
  connectMs: 10_000,
  firstByteMs: 30_000,
  idleMs: 30_000,
  totalMs: 60_000,
  maxBytes: 10 * 1024 * 1024,
}
