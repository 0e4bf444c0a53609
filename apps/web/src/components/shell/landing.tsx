'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { useMe } from '../../session/me-context.ts'
import { useCurrentTenant } from '../../session/use-tenant.ts'
import { NoTenant } from './no-tenant.tsx'

/** `/` goes on to the tenant that was looked at last; who is in courses alone, to those. */
export function Landing() {
  const tenant = useCurrentTenant()
  const learns = useMe().courses > 0
  const router = useRouter()
  const home = tenant === null ? '/learn' : `/t/${tenant}`
  const known = tenant !== null || learns
  useEffect(() => {
    if (known) router.replace(home)
  }, [known, home, router])
  return known ? null : <NoTenant />
}
