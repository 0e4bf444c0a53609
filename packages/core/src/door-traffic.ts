/** First digits of the statuses that the door counts: 1xx to 5xx. */
export const TRAFFIC_STATUSES = [1, 2, 3, 4, 5] as const

/** Upper ends of the times until an answer begins, in ms, each exclusive; one more bucket holds what took longer. */
export const TRAFFIC_BOUNDS_MS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000] as const

/** What one worker of the door has counted since it began. */
export type DoorTraffic = {
  /** its pid: counts that are smaller than before are of another worker */
  readonly worker: string
  readonly hosts: readonly HostTraffic[]
}

/** Numbers only grow while a worker lives, but for `open`, and for what the door forgot of a host that was quiet. */
export type HostTraffic = {
  readonly host: string
  /** id of the app that it leads to; null: of none that is there now */
  readonly app: string | null
  /** true: what the door answered in the app's place (a password asked for, maintenance, a redirect), counted apart */
  readonly byDoor?: boolean
  /** requests under way, websockets among them */
  readonly open: number
  readonly requests: number
  readonly bytesIn: number
  readonly bytesOut: number
  /** by TRAFFIC_STATUSES */
  readonly statuses: readonly number[]
  /** by TRAFFIC_BOUNDS_MS, and one more */
  readonly times: readonly number[]
}
