import type { Permission } from '@berth/core'

/** Who asks, as far as the registry must know; the actors of @berth/auth fit. */
export type RegistryActor = {
  readonly kind: 'user' | 'service'
  readonly userId?: string
  readonly isAdmin?: boolean
  /** for "by" columns */
  readonly label: string
  readonly token: {
    readonly id: string
    readonly kind: 'pat' | 'svc' | 'dpl'
    readonly name: string
    readonly tenantId: string
    readonly appId: string | null
    readonly scopes: readonly Permission[]
    /** names within the tenant, to which its scopes are cut; none: all of them */
    readonly repositories: readonly string[]
    readonly expiresAt: Date
  } | null
}

type Request = {
  readonly actor: RegistryActor
  readonly tenant: string
  readonly permission: Permission
  readonly target?: { readonly repository?: string; readonly anyRepository?: boolean }
  readonly ip?: string | null
}

/** What the registry asks of @berth/auth; the app passes it in. */
export type RegistryAuth = {
  /** Basic or Bearer with an API token or e-mail and password. Errors: auth.token_invalid, auth.bad_credentials, auth.too_many_attempts. */
  authenticate(proof: {
    authorization: string | null
    cookie: string | null
    ip: string | null
  }): Promise<RegistryActor | null>
  can(request: Request): Promise<unknown>
  /** The same, but says why not. Errors: tenant.not_found, auth.forbidden, auth.scope_missing. */
  authorize(request: Request): Promise<unknown>
}

/** The name of an actor inside a bearer token, by which it is looked up again at every use. */
export function subjectOf(actor: RegistryActor): string {
  return actor.token ? `token:${actor.token.id}` : `user:${actor.userId ?? ''}`
}
