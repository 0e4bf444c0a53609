'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTRPC } from '../../../trpc/provider.tsx'

const LOOK_MS = 700

type Of = { readonly tenant: string; readonly app: string; readonly id: string }

/** All that one build printed so far, and what it goes on printing: another build wants a component of its own. `lost`: the platform does not answer right now. */
export function useBuildOutput({ tenant, app, id }: Of): { text: string; lost: boolean } {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [text, setText] = useState('')
  const [lost, setLost] = useState(false)
  useEffect(() => {
    let timer: number | undefined
    let from = 0
    let stopped = false
    const look = async () => {
      try {
        const options = trpc.builds.output.queryOptions({ tenant, app, id, from })
        const part = await queryClient.fetchQuery({ ...options, gcTime: 0, staleTime: 0 })
        if (stopped) return
        setLost(false)
        if (part.text !== '') setText((before) => before + part.text)
        if (part.ended) return
        const more = part.next > from
        from = part.next
        timer = window.setTimeout(() => void look(), more ? 0 : LOOK_MS)
      } catch {
        // an outage, or a build that is gone, which the page itself says: this asks again
        if (stopped) return
        setLost(true)
        timer = window.setTimeout(() => void look(), LOOK_MS * 3)
      }
    }
    void look()
    return () => {
      stopped = true
      window.clearTimeout(timer)
    }
  }, [tenant, app, id, trpc, queryClient])
  return { text, lost }
}
