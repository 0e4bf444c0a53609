'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTenant } from '../../../session/use-tenant.ts'
import { useTRPC } from '../../../trpc/provider.tsx'

/** How far one is that is under way is told by no event. */
const LOOK_MS = 3000

/** Of the tenant, or of one volume. */
export function useBackups(volume?: string) {
  const tenant = useTenant()
  const asked = { tenant, ...(volume !== undefined && { volume }) }
  return useQuery(
    useTRPC().backups.list.queryOptions(asked, {
      refetchInterval: ({ state }) =>
        state.data?.transfers.some((one) => one.state === 'waiting' || one.state === 'running')
          ? LOOK_MS
          : false,
    }),
  )
}

/** After a change: a backup that comes back concerns its volume, too. */
export function useRefreshBackups(): () => Promise<void> {
  const trpc = useTRPC()
  const client = useQueryClient()
  return async () => {
    const keys = [trpc.backups.pathKey(), trpc.volumes.pathKey()]
    await Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey })))
  }
}
