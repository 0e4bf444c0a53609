'use client'

import { useParams } from 'next/navigation'
import { useMe } from './me-context.ts'
import { readLastTenant } from './last-tenant.ts'

/** The tenant in the address; on pages without one, the last that was looked at. Null: this person has none. */
export function useCurrentTenant(): string | null {
  const params = useParams<{ tenant?: string }>()
  const me = useMe()
  if (params.tenant) return params.tenant
  const last = readLastTenant()
  return me.tenants.find((tenant) => tenant.name === last)?.name ?? me.tenants[0]?.name ?? null
}

/** The tenant in the address of a page below `/t/[tenant]`. */
export function useTenant(): string {
  return useParams<{ tenant: string }>().tenant
}
