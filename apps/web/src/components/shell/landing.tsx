'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { useCurrentTenant } from '../../session/use-tenant.ts'
import { NoTenant } from './no-tenant.tsx'

/** `/` goes on to the tenant that was looked at last. */
export function Landing() {
  const tenant = useCurrentTenant()
  const router = useRouter()
  useEffect(() => {
    if (tenant !== null) router.replace(`/t/${tenant}`)
  }, [tenant, router])
  return tenant === null ? <NoTenant /> : null
}
