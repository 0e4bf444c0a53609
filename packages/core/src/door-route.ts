/** One address of the door, and the servers behind it. */
export type DoorRoute = {
  /** full host name without a port, lower case */
  readonly host: string
  readonly servers: readonly DoorServer[]
  /** what a visitor is told while `servers` is empty */
  readonly empty:
    | 'not-deployed'
    | 'paused'
    | 'stopped'
    | 'scaled-to-zero'
    | 'no-port'
    | 'starting'
    | 'crashing'
}

/** `name` is unique in its route: the container's id. */
export type DoorServer = {
  readonly name: string
  readonly address: string
  readonly port: number
  readonly draining: boolean
}
