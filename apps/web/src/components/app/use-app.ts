'use client'

import { useQuery } from '@tanstack/react-query'
import { useParams } from 'next/navigation'
import { usePolling } from '../../live/live-context.ts'
import { useTRPC } from '../../trpc/provider.tsx'

/** Tenant and app of the address. */
export function useAppName(): { tenant: string; app: string } {
  const { tenant, app } = useParams<{ tenant: string; app: string }>()
  return { tenant, app }
}

/** The app that is being looked at, kept fresh. */
export function useApp() {
  const trpc = useTRPC()
  return useQuery(trpc.apps.get.queryOptions(useAppName(), { refetchInterval: usePolling() }))
}
