'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useParams } from 'next/navigation'
import { useEffect } from 'react'
import { loadSocket } from '../../../live/socket.ts'
import { useTRPC } from '../../../trpc/provider.tsx'
import { loadTerminals } from './load-terminals.ts'

/** Begins what the first prompt needs while it is still asked who comes, with that question in one request. */
export function Ahead() {
  const { sandbox, port } = useParams<{ sandbox: string; port?: string }>()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  useEffect(() => {
    if (port !== undefined) return // only passed through
    void queryClient.prefetchQuery(trpc.sandboxes.get.queryOptions({ sandbox }))
    void loadTerminals()
    void loadSocket()
  }, [queryClient, trpc, sandbox, port])
  return null
}
