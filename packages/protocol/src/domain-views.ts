/** `plain`: without TLS; `pending`: a certificate is being asked for; `failed`: it is asked for again later. */
export const DOMAIN_STATES = ['plain', 'pending', 'secure', 'failed', 'expired'] as const
export type DomainState = (typeof DOMAIN_STATES)[number]

export type DomainView = {
  readonly id: string
  readonly host: string
  readonly state: DomainState
  /** the host that its visitors are sent to; null: the app answers */
  readonly redirectTo: string | null
  readonly tls: boolean
  readonly forceHttps: boolean
  readonly hsts: boolean
  readonly certificate: { readonly source: 'acme' | 'own'; readonly notAfter: Date } | null
  /** why no certificate came at the last try */
  readonly failure: string | null
  /** when a certificate is asked for next; null: none is */
  readonly nextTryAt: Date | null
  /** whether it was seen to be this tenant's: for as long as it is not, others may claim it from `openAt` on */
  readonly ownership:
    | { readonly proven: true }
    | {
        readonly proven: false
        readonly openAt: Date
        /** the TXT record that proves it */
        readonly record: { readonly name: string; readonly value: string }
      }
  readonly createdBy: string
  readonly createdAt: Date
}

export type DomainsView = {
  readonly domains: DomainView[]
  /** where DNS has to point: a host of the platform */
  readonly target: string
  /** whether certificates are asked for by themselves */
  readonly automatic: boolean
}

/** What DNS says of a domain now. */
export type DomainCheckView = {
  readonly host: string
  readonly addresses: string[]
  /** of the platform's own host */
  readonly expected: string[]
  /** null: the platform's own host has no address in DNS either */
  readonly leadsHere: boolean | null
  /** the TXT record that shows whose it is, and whether it is there */
  readonly record: { readonly name: string; readonly value: string; readonly found: boolean }
}

export type DoorSettingsView = {
  readonly redirects: { readonly from: string; readonly to: string; readonly status: number }[]
  /** names of those who may visit; none: everybody */
  readonly users: string[]
  readonly maintenance: {
    readonly message: string
    /** addresses that are let through */
    readonly allow: string[]
    readonly by: string
    readonly since: Date
  } | null
}
