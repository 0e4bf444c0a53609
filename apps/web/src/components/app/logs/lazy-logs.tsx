'use client'

import { Skeleton } from '@berth/ui/skeleton.tsx'
import dynamic from 'next/dynamic'

/** The virtualiser and the stream are loaded when logs are opened. */
export const LazyLogs = dynamic(() => import('./logs.tsx').then((module) => module.Logs), {
  ssr: false,
  loading: () => <Skeleton className="h-[60vh]" />,
})
