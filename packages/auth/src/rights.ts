import { type Permission, PERMISSIONS, type Role, roleAllows } from '@berth/core'
import type { TokenGrant } from './actor.ts'

/** What a service token may have at most: it speaks for no person, so it cannot hand out rights. */
export const SERVICE_ROLE: Role = 'developer'
const NEVER_FOR_SERVICES: readonly Permission[] = ['token:manage', 'member:manage']

/** Why a permission is missing, so that a refusal can say what to ask for. */
export type Verdict = 'allowed' | 'role' | 'scope'

/** Rights are what the present role allows, cut by the token's scopes; computed anew whenever they are used. */
export function decide(options: {
  permission: Permission
  role: Role | null
  token: Pick<TokenGrant, 'kind' | 'scopes'> | null
}): Verdict {
  const { permission, role, token } = options
  if (!roleHolds(permission, role)) return 'role'
  return token === null || token.scopes.includes(permission) ? 'allowed' : 'scope'
}

/** All that somebody holds in a tenant. */
export function heldPermissions(
  role: Role | null,
  token: Pick<TokenGrant, 'kind' | 'scopes'> | null,
): Permission[] {
  return PERMISSIONS.filter((permission) => decide({ permission, role, token }) === 'allowed')
}

/** What may be put into a new token of a kind. */
export function grantable(kind: TokenGrant['kind'], held: readonly Permission[]): Permission[] {
  switch (kind) {
    case 'pat':
      return [...held]
    case 'svc':
      return held.filter((permission) => roleHolds(permission, null))
    case 'dpl':
      return held.filter((permission) => DEPLOY_SCOPES.includes(permission))
  }
}

const DEPLOY_SCOPES: readonly Permission[] = ['app:read', 'app:deploy', 'registry:pull', 'registry:push']

function roleHolds(permission: Permission, role: Role | null): boolean {
  if (role !== null) return roleAllows(role, permission)
  return roleAllows(SERVICE_ROLE, permission) && !NEVER_FOR_SERVICES.includes(permission)
}
