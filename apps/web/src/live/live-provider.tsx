'use client'

import type { EventView } from '@berth/protocol'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import type { Socket } from 'socket.io-client'
import { useCurrentTenant } from '../session/use-tenant.ts'
import { useTRPC } from '../trpc/provider.tsx'
import { createInvalidator } from './invalidator.ts'
import { type Live, LiveContextProvider } from './live-context.ts'
import { ask, openSocket } from './socket.ts'
import { affectedBy } from './affected.ts'

/** Watches the tenant's events, asks again for what each one changes, and knows whether it still hears. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const tenant = useCurrentTenant()
  const queryClient = useQueryClient()
  const trpc = useTRPC()
  const [live, setLive] = useState<Live>({ state: 'connecting' })

  useEffect(() => {
    if (tenant === null) return
    let socket: Socket | undefined
    let over = false
    const invalidator = createInvalidator((area) =>
      queryClient.invalidateQueries({ queryKey: trpc[area].pathKey() }),
    )
    const watch = (opened: Socket) =>
      ask(opened, 'watch', { tenant }).then(
        () => {
          setLive({ state: 'live' })
          void queryClient.invalidateQueries()
        },
        () => setLive((was) => goneStale(was)),
      )
    void openSocket('/events').then((opened) => {
      if (over) return
      socket = opened
      opened.on('connect', () => void watch(opened))
      opened.on('event', (event: EventView) => invalidator.add(affectedBy(event.type)))
      opened.on('disconnect', () => setLive((was) => goneStale(was)))
      opened.on('connect_error', () => setLive((was) => goneStale(was)))
      opened.connect()
    })
    return () => {
      over = true
      socket?.off().disconnect()
      invalidator.stop()
    }
  }, [tenant, queryClient, trpc])

  return <LiveContextProvider value={live}>{children}</LiveContextProvider>
}

/** Since when is kept: the first loss counts, not the last failed attempt. */
function goneStale(was: Live): Live {
  return was.state === 'stale' ? was : { state: 'stale', since: new Date() }
}
