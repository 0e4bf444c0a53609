'use client'

import type { WallScreen } from '@berth/protocol'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useTRPC, useTRPCClient } from '../../trpc/provider.tsx'

const TILES_MS = 3_000
const SCREENS_MS = 2_000
/** tiles of which one request tells: their names are in its address, which must not grow too long */
const MOST_ASKED = 60

/** The tiles of the class, read again while the window is in sight. */
export function useWall(course: string) {
  return useQuery(useTRPC().classes.wall.queryOptions({ course }, { refetchInterval: TILES_MS }))
}

type Screens = Readonly<Record<string, WallScreen>>

/** What stands on the terminals of the tiles in sight, by sandbox. Only what changed is sent. */
export function useScreens(course: string, inSight: ReadonlySet<string>) {
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const asked = useRef(inSight)
  useEffect(() => {
    asked.current = inSight
  }, [inSight])
  const queryKey = ['class-screens', course]
  return useQuery<Screens>({
    ...{ queryKey, enabled: inSight.size > 0, refetchInterval: SCREENS_MS },
    async queryFn() {
      const before = queryClient.getQueryData<Screens>(queryKey) ?? {}
      const seen = [...asked.current].slice(0, MOST_ASKED).map((sandbox) => {
        const mark = before[sandbox]?.mark
        return mark === undefined ? { sandbox } : { sandbox, mark }
      })
      const news = await client.classes.screens.query({ course, seen })
      if (news.length === 0) return before
      return { ...before, ...Object.fromEntries(news.map((screen) => [screen.sandbox, screen])) }
    },
  })
}
