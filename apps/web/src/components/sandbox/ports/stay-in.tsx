'use client'

import type { SandboxView } from '@berth/protocol'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPCClient } from '../../../trpc/provider.tsx'

/** A pass is good for two hours: one that could not be renewed once is renewed before its end. */
const RENEW_MS = 30 * 60_000

/**
 * Renews the pass of a port in sight, and at once when all were ended: unseen, in a frame of its own, because a browser
 * keeps cookies of frames apart from others. No document comes, so nothing of the port's can reach into it.
 */
export function StayIn({ sandbox, name }: { sandbox: SandboxView; name: string }) {
  const { id, portTurn } = sandbox
  const client = useTRPCClient()
  const [entered] = useState(portTurn)
  const [since] = useState(Date.now)
  const renewal = useQuery({
    queryKey: ['stay-in-port', id, name, portTurn],
    queryFn: async () => {
      const isNew = portTurn === entered && Date.now() - since < RENEW_MS
      return isNew
        ? null
        : (await client.sandboxPorts.enter.mutate({ sandbox: id, name, at: '/', stay: true })).url
    },
    refetchInterval: RENEW_MS,
    refetchIntervalInBackground: true,
    ...{ staleTime: RENEW_MS, gcTime: 0 },
  })
  return renewal.data ? (
    <iframe key={renewal.data} src={renewal.data} sandbox="allow-same-origin" hidden aria-hidden title="…" />
  ) : null
}
