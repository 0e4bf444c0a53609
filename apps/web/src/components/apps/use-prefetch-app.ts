'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useTRPC } from '../../trpc/provider.tsx'

/** Asks for an app before it is opened, when the pointer or the focus comes near. */
export function usePrefetchApp(tenant: string): (app: string) => void {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  return (app) => void queryClient.prefetchQuery(trpc.apps.get.queryOptions({ tenant, app }))
}
