import type { Permission } from '@berth/core'

/** A person, by browser, password or token. `scopes` is null where nothing cuts the person's rights. */
export type UserActor = {
  readonly kind: 'user'
  readonly userId: string
  readonly email: string
  readonly name: string | null
  readonly isAdmin: boolean
  /** joined a course by a name alone: nothing but that course is theirs */
  readonly isGuest: boolean
  readonly locale: string | null
  readonly createdAt: Date
  readonly lastSeenAt: Date | null
  readonly via: 'session' | 'token'
  /** null with `via: 'session'` when the request carried e-mail and password instead of a cookie */
  readonly sessionId: string | null
  readonly token: TokenGrant | null
  /** for "by" columns: the e-mail, or `guest:<name>`, which is no key to anybody */
  readonly label: string
}

/** A tenant's own service token: no person behind it. */
export type ServiceActor = {
  readonly kind: 'service'
  readonly token: TokenGrant
  readonly label: string
}

export type Actor = UserActor | ServiceActor

/** What a token grants at most; rights of its owner's present role cut it further when it is used. */
export type TokenGrant = {
  readonly id: string
  readonly kind: 'pat' | 'svc' | 'dpl'
  readonly name: string
  readonly tenantId: string
  /** a `dpl` token reaches this app only */
  readonly appId: string | null
  readonly scopes: readonly Permission[]
  /** names within the tenant, to which its `registry:` scopes are cut; none: all of them */
  readonly repositories: readonly string[]
  readonly expiresAt: Date
}
