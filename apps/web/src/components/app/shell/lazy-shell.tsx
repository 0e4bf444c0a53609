'use client'

import { Skeleton } from '@berth/ui/skeleton.tsx'
import dynamic from 'next/dynamic'

/** xterm.js is loaded when a shell is opened. */
export const LazyShell = dynamic(() => import('./shell.tsx').then((module) => module.Shell), {
  ssr: false,
  loading: () => <Skeleton className="h-[60vh]" />,
})
