/** How long an upstream is waited for, in milliseconds. */
export type Patience = {
  readonly connectMs: number
  readonly firstByteMs: number
  readonly idleMs: number
  /** of a manifest or a token, whole; a blob may take as long as it moves */
  readonly smallMs: number
}

export const PATIENCE: Patience = { connectMs: 10_000, firstByteMs: 20_000, idleMs: 30_000, smallMs: 60_000 }
