'use client'

import { createBell } from '@berth/core/bell.ts'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTRPC } from '../../../trpc/provider.tsx'
import { listenBuild } from './listen-build.ts'

/** Between two looks while hints come, while they do not, and while the platform does not answer. */
const LOOK_MS = { hinted: 5_000, alone: 700, lost: 2_100 }

type Of = { readonly tenant: string; readonly app: string; readonly id: string }

/** All that one build printed so far, and what it goes on printing: another build wants a component of its own. `lost`: the platform does not answer right now. */
export function useBuildOutput({ tenant, app, id }: Of): {
  text: string
  /** null: it was not asked yet */
  ended: boolean | null
  lost: boolean
} {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [text, setText] = useState('')
  const [ended, setEnded] = useState<boolean | null>(null)
  const [lost, setLost] = useState(false)
  useEffect(() => {
    const bell = createBell()
    const listening = listenBuild({ tenant, app, id }, bell)
    let stopped = false
    const read = async (from: number) => {
      const options = trpc.builds.output.queryOptions({ tenant, app, id, from })
      return queryClient.fetchQuery({ ...options, gcTime: 0, staleTime: 0 })
    }
    const follow = async () => {
      for (let from = 0; !stopped; ) {
        try {
          const part = await read(from)
          if (stopped) return
          setLost(false)
          setEnded(part.ended)
          if (part.text !== '') setText((before) => before + part.text)
          if (part.ended) return
          if (part.next === from) await bell.wait(listening.isLive() ? LOOK_MS.hinted : LOOK_MS.alone)
          from = part.next
        } catch {
          // an outage, or a build that is gone, which the page itself says: this asks again
          if (stopped) return
          setLost(true)
          await bell.wait(LOOK_MS.lost)
        }
      }
    }
    void follow().finally(() => listening.close())
    return () => {
      stopped = true
      listening.close()
      bell.ring()
    }
  }, [tenant, app, id, trpc, queryClient])
  return { text, ended, lost }
}
