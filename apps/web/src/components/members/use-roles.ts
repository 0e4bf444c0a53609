'use client'

import { ROLES, type Role, roleAtLeast } from '@berth/core/role.ts'
import { useTranslations } from 'next-intl'
import { useMe } from '../../session/me-context.ts'
import { useTenant } from '../../session/use-tenant.ts'

/** The roles that one may hand out: nobody gives more than they hold. */
export function useRoles(): { value: Role; label: string }[] {
  const t = useTranslations('role')
  const tenant = useTenant()
  const own = useMe().tenants.find((one) => one.name === tenant)?.role ?? 'viewer'
  return ROLES.filter((role) => roleAtLeast(own, role)).map((value) => ({ value, label: t(value) }))
}
