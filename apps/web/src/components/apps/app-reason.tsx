'use client'

import type { AppView } from '@berth/protocol'
import { cn } from '@berth/ui/cn.ts'
import { useReason } from './use-reason.ts'

/** Why an app is not what it should be, where one is looking. */
export function AppReason({ app, className }: { app: AppView; className?: string }) {
  const reason = useReason()(app)
  if (reason === null) return null
  return (
    <p
      className={cn('truncate text-xs text-bad', app.state === 'degraded' && 'text-warn', className)}
      title={reason}
    >
      {reason}
    </p>
  )
}
