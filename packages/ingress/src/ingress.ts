/** One address of the door and the servers behind it. */
export type Route = {
  /** full host name without a port, lower case */
  readonly host: string
  readonly servers: readonly Server[]
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
export type Server = {
  readonly name: string
  readonly address: string
  readonly port: number
  readonly draining: boolean
}

/**
 * The door, as control drives it: files first, then the runtime call. `apply` is idempotent; it may be called with
 * the whole set as often as one likes and changes only what differs. A drained server is removed when no session
 * is left, or after its timeout.
 */
export type Ingress = {
  apply(routes: readonly Route[]): Promise<void>
  /** sessions per server now, to know when a drain is done */
  sessions(host: string, server: string): Promise<number>
  close(): Promise<void>
}
