import type { Permission } from '@berth/core/role.ts'

type PermissionKey<P extends string> = P extends `${infer Resource}:${infer Verb}`
  ? `${Resource}.${Verb}`
  : never

/** `app:deploy` → `app.deploy`, as the catalog nests it. */
export function permissionKey(scope: Permission): PermissionKey<Permission> {
  return scope.replace(':', '.') as PermissionKey<Permission>
}
