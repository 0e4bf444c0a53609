import type { DoorPort, DoorRoute, DoorTraffic } from '@berth/core'

/**
 * The door, as control drives it: files first, then the runtime call. `apply` is idempotent; it may be called with
 * the whole set as often as one likes and changes only what differs. A drained server is removed when no session
 * is left, or after its timeout.
 */
export type Ingress = {
  apply(routes: readonly DoorRoute[], ports?: readonly DoorPort[]): Promise<void>
  /** sessions per server now, to know when a drain is done */
  sessions(host: string, server: string): Promise<number>
  /** what the door has counted so far, one of each worker that still serves. Error: ingress.failed */
  traffic(): Promise<readonly DoorTraffic[]>
  /** id of the app that a host leads to, by the last `apply` */
  appOf(host: string): string | undefined
  close(): Promise<void>
}
