'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTRPC } from '../../trpc/provider.tsx'
import { useAppName } from '../app/use-app.ts'

/** While a certificate is on its way no event says how far it is. */
const LOOK_MS = 5_000

export function useDomains() {
  return useQuery(useTRPC().domains.list.queryOptions(useAppName(), { refetchInterval: LOOK_MS }))
}

/** Redirects, visitors and maintenance. */
export function useDoor() {
  return useQuery(useTRPC().door.get.queryOptions(useAppName()))
}

/** After a change: all that shows the door. */
export function useRefreshDoor(): () => Promise<void> {
  const trpc = useTRPC()
  const client = useQueryClient()
  return async () => {
    const keys = [trpc.domains.pathKey(), trpc.door.pathKey()]
    await Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey })))
  }
}
