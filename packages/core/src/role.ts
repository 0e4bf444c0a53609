/** What a member of a tenant may be, from most to least. */
export const ROLES = ['owner', 'admin', 'developer', 'viewer'] as const
export type Role = (typeof ROLES)[number]

/** `resource:verb`; the same words are permissions of roles and scopes of tokens. */
export const PERMISSIONS = [
  'tenant:read',
  'tenant:manage',
  'member:manage',
  'token:manage',
  'audit:read',
  'webhook:manage',
  'backup:manage',
  'app:read',
  'app:deploy',
  'app:exec',
  'app:destroy',
  'secret:read',
  'registry:pull',
  'registry:push',
  'registry:delete',
  /** courses and labs of the tenant; what somebody may do in one course follows from their part in it */
  'course:manage',
  /** reaches `admin.*`; no role has it: a token needs it and an owner who is the platform's administrator */
  'platform:admin',
] as const
export type Permission = (typeof PERMISSIONS)[number]

const VIEWER: readonly Permission[] = ['tenant:read', 'app:read', 'registry:pull']
const DEVELOPER: readonly Permission[] = [
  ...VIEWER,
  'app:deploy',
  'app:exec',
  'app:destroy',
  'secret:read',
  'registry:push',
  'registry:delete',
  'token:manage',
  'course:manage',
]
const ADMIN: readonly Permission[] = [
  ...DEVELOPER,
  'member:manage',
  'audit:read',
  'webhook:manage',
  'backup:manage',
]

export const ROLE_PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = {
  viewer: VIEWER,
  developer: DEVELOPER,
  admin: ADMIN,
  owner: [...ADMIN, 'tenant:manage'],
}

export function roleAllows(role: Role, permission: Permission): boolean {
  return ROLE_PERMISSIONS[role].includes(permission)
}

/** True when `a` ranks at or above `b`: nobody may hand out more than they hold. */
export function roleAtLeast(a: Role, b: Role): boolean {
  return ROLES.indexOf(a) <= ROLES.indexOf(b)
}
