'use client'

import { type Permission, roleAllows } from '@berth/core/role.ts'
import { useMe } from './me-context.ts'
import { useCurrentTenant } from './use-tenant.ts'

/** Hides what would be refused anyway; the server decides. */
export function useMay(): (permission: Permission) => boolean {
  const me = useMe()
  const tenant = useCurrentTenant()
  const role = me.tenants.find((one) => one.name === tenant)?.role
  return (permission) => me.user.isAdmin || (role !== undefined && roleAllows(role, permission))
}
