import type { Secret } from './secret.ts'

/** One address of the door, and the servers behind it. */
export type DoorRoute = {
  /** full host name without a port, lower case */
  readonly host: string
  /** id of the app that it leads to */
  readonly app?: string
  readonly servers: readonly DoorServer[]
  /** what its owner set at the door; absent: nothing */
  readonly site?: DoorSite
  /** what a visitor is told while `servers` is empty */
  readonly empty:
    | 'not-deployed'
    | 'paused'
    | 'stopped'
    | 'scaled-to-zero'
    | 'no-port'
    | 'starting'
    | 'crashing'
    | 'asleep'
    | 'waking'
}

/** `name` is unique in its route: the container's id. */
export type DoorServer = {
  readonly name: string
  readonly address: string
  readonly port: number
  readonly draining: boolean
}

/** What the owner of an app set at the door, of which no release knows. */
export type DoorSite = {
  /** names the app in the door's maps: its id */
  readonly id: string
  readonly domains: readonly DoorDomain[]
  readonly redirects: readonly DoorRedirect[]
  /** who may visit; null: everybody */
  readonly guard: DoorGuard | null
  /** null: none. `allow`: addresses that are let through all the same */
  readonly maintenance: { readonly message: string; readonly allow: readonly string[] } | null
}

/** A host of the owner's own that leads to the app. */
export type DoorDomain = {
  /** lower case; `*.example.org` stands for one label more */
  readonly host: string
  /** the host that its visitors are sent to instead */
  readonly redirectTo: string | null
  readonly certificate: DoorCertificate | null
  /** with a certificate: visitors of http are sent to https */
  readonly forceHttps: boolean
  readonly hsts: boolean
  /** RFC 8555, section 8.3: what is asked for, and what is answered */
  readonly challenge: { readonly token: string; readonly answer: string } | null
}

/** `name` names these bytes for good: another certificate has another one. */
export type DoorCertificate = {
  readonly name: string
  /** chain and private key, PEM */
  readonly pem: Secret
}

/** `from` is a path and all below it; `to` a path of the same host, or an address; what follows `from` is kept. */
export type DoorRedirect = {
  readonly from: string
  readonly to: string
  readonly status: 301 | 302 | 307 | 308
}

/** HMAC-SHA-256 with `salt` (base64) of the base64 of `name:password`, in upper-case hex. */
export type DoorGuard = { readonly salt: string; readonly proofs: readonly string[] }

/** What the door has for names of the platform's own: its address, and those of apps below the apps' domain. */
export type DoorOwn = {
  /** a host may be a star: it stands for one label */
  readonly certificates: readonly (DoorCertificate & { readonly host: string })[]
  readonly challenges: readonly {
    readonly host: string
    readonly token: string
    readonly answer: string
  }[]
  /** hosts whose visitors of http are sent to https, and told to come by it only; a star stands for one label */
  readonly secure: readonly string[]
}

export const NOTHING_OWN: DoorOwn = { certificates: [], challenges: [], secure: [] }
