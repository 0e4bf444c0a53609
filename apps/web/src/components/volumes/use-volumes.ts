'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'

/** What a volume holds is told by its node every few seconds, and no event says so. */
const LOOK_MS = 5_000

/** Of the tenant, or of one of its apps. */
export function useVolumes(app?: string) {
  const tenant = useTenant()
  const asked = { tenant, ...(app !== undefined && { app }) }
  return useQuery(useTRPC().volumes.list.queryOptions(asked, { refetchInterval: LOOK_MS }))
}

/** After a change: all that shows volumes, and the deploys that one may begin. */
export function useRefreshVolumes(): () => Promise<void> {
  const trpc = useTRPC()
  const client = useQueryClient()
  return async () => {
    const keys = [trpc.volumes.pathKey(), trpc.deploys.pathKey(), trpc.tenants.pathKey()]
    await Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey })))
  }
}
