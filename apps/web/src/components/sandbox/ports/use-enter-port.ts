'use client'

import { useQuery } from '@tanstack/react-query'
import { useTRPCClient } from '../../../trpc/provider.tsx'
import type { Shown } from './use-ports.ts'

/** An address that lets one in once: asked for at each visit, and after a reset, and never on its own. */
export function useEnterPort(sandbox: string, attempt: number, { name, path, visit }: Shown) {
  const client = useTRPCClient()
  return useQuery({
    queryKey: ['enter-port', sandbox, attempt, name, path, visit],
    queryFn: () => client.sandboxPorts.enter.mutate({ sandbox, name, at: path }),
    staleTime: Infinity,
    gcTime: 0,
  })
}
