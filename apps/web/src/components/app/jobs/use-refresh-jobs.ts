'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useTRPC } from '../../../trpc/provider.tsx'

/** After a change: jobs and cron entries, and what a new release changes. */
export function useRefreshJobs(): () => Promise<void> {
  const trpc = useTRPC()
  const client = useQueryClient()
  return async () => {
    const keys = [trpc.jobs.pathKey(), trpc.apps.pathKey(), trpc.deploys.pathKey(), trpc.releases.pathKey()]
    await Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey })))
  }
}
