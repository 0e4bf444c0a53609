import type { DoorRoute } from '@berth/core'

/**
 * The door, as control drives it: files first, then the runtime call. `apply` is idempotent; it may be called with
 * the whole set as often as one likes and changes only what differs. A drained server is removed when no session
 * is left, or after its timeout.
 */
export type Ingress = {
  apply(routes: readonly DoorRoute[]): Promise<void>
  /** sessions per server now, to know when a drain is done */
  sessions(host: string, server: string): Promise<number>
  close(): Promise<void>
}
