'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { ask, openSocket } from '../../live/socket.ts'
import { useTRPC } from '../../trpc/provider.tsx'

/** While this is on the page, a sandbox is read again as soon as something about it changed. */
export function useWatch(sandbox: string): void {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  useEffect(() => {
    const read = () =>
      void queryClient.invalidateQueries({ queryKey: trpc.sandboxes.get.queryKey({ sandbox }) })
    let close = () => {}
    let over = false
    void openSocket('/sandbox').then((socket) => {
      if (over) return
      socket.on('changed', read)
      // what changed before it was heard of is read then; where it is refused, the page asks now and then anyway
      socket.on('connect', () => void ask(socket, 'watch', { sandbox }).then(read, read))
      socket.connect()
      close = () => {
        socket.removeAllListeners()
        socket.disconnect()
      }
    })
    return () => {
      over = true
      close()
    }
  }, [sandbox, trpc, queryClient])
}
