'use client'

import { cn } from '@berth/ui/cn.ts'
import { useFormatter } from 'next-intl'
import { useNow } from '../format/use-now.ts'

/** How long ago (or until when); the exact time is its tooltip. */
export function When({ at, className }: { at: Date; className?: string }) {
  const format = useFormatter()
  const clock = useNow()
  const now = Math.abs(clock.getTime() - at.getTime()) < 5_000 ? at : clock
  const exact = format.dateTime(at, { dateStyle: 'medium', timeStyle: 'medium' })
  return (
    <time
      dateTime={at.toISOString()}
      title={exact}
      className={cn('whitespace-nowrap tabular', className)}
      suppressHydrationWarning
    >
      {format.relativeTime(at, { now, style: 'narrow' })}
    </time>
  )
}
