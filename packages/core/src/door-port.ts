/** One port of a sandbox at the door: one destination, and no server that comes and goes. */
export type DoorPort = {
  /** full host name without a port, lower case: of its own, whatever else the sandbox has */
  readonly host: string
  /** IPv4; null: nothing can be reached now */
  readonly to: { readonly address: string; readonly port: number } | null
  /** base64: a visitor needs a pass that is signed with it; null: whoever knows the host comes in */
  readonly lock: string | null
  /** what a visitor is told while `to` is null */
  readonly empty: 'lab-starting' | 'lab-frozen' | 'lab-stopped' | 'lab-ended'
}

/**
 * What a visitor of a locked port shows, as a cookie `<until>.<proof>`: seconds since 1970, and in upper-case hex the
 * HMAC-SHA-256 of `<host>|<until>`. The second name is for who comes over TLS: no other host can write it.
 */
export const PORT_COOKIES = { plain: 'berth-port', secure: '__Host-berth-port' } as const

/** The path of a locked port at which a ticket becomes a pass; the program behind the port is never asked for it. */
export const PORT_ENTRANCE = '/.berth/enter'

/** A parameter there, in place of a path: the pass is renewed, and nothing is shown. */
export const PORT_STAY = 'stay'
