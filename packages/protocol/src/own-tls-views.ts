/**
 * Who serves the platform's address by TLS. `off`: the door does not, a proxy before it may; `acme`: the door, with
 * certificates that it gets; `files`: the door, with what an administrator brings.
 */
export const TLS_MODES = ['off', 'acme', 'files'] as const
export type TlsMode = (typeof TLS_MODES)[number]

/** `missing`: nobody asks for one. */
export const OWN_HOST_STATES = ['secure', 'pending', 'failed', 'expired', 'missing'] as const
export type OwnHostState = (typeof OWN_HOST_STATES)[number]

/** A name of the platform's own, and its certificate. */
export type OwnHostView = {
  readonly host: string
  /** `platform`: its address; `apps`: all names of apps by one certificate; `app`: that of one app */
  readonly kind: 'platform' | 'apps' | 'app'
  readonly state: OwnHostState
  readonly certificate: {
    readonly source: 'acme' | 'own'
    /** who gave it, in its own words */
    readonly issuer: string
    readonly notBefore: Date
    readonly notAfter: Date
  } | null
  /** why no certificate came at the last try */
  readonly failure: string | null
  /** when one is asked for next; null: none is */
  readonly nextTryAt: Date | null
}

export type OwnTlsView = {
  readonly mode: TlsMode
  /** address of the platform */
  readonly url: string
  /** the platform's address, then the star, then what failed, then other apps: at most 100 */
  readonly hosts: OwnHostView[]
  /** names of apps that are there, and how many of them answer by TLS */
  readonly apps: { readonly total: number; readonly secure: number }
}
