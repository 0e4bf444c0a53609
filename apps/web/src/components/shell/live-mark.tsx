'use client'

import { cn } from '@berth/ui/cn.ts'
import { Radio, RotateCw, Unplug } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { useNow } from '../../format/use-now.ts'
import { useLive } from '../../live/live-context.ts'

/** Says whether what is shown is what is. */
export function LiveMark() {
  const t = useTranslations('live')
  const format = useFormatter()
  const live = useLive()
  const now = useNow()
  if (live.state === 'live') return <Mark icon={Radio} text={t('live')} className="text-ok" quiet />
  if (live.state === 'connecting')
    return <Mark icon={RotateCw} text={t('connecting')} className="text-muted" quiet />
  const text = t('stale', { since: format.dateTime(live.since, { timeStyle: 'medium' }) })
  const fresh = now.getTime() - live.since.getTime() < 10_000
  return fresh ? (
    <Mark icon={RotateCw} text={t('reconnecting')} className="text-warn" />
  ) : (
    <Mark icon={Unplug} text={text} className="text-bad" />
  )
}

function Mark(props: { icon: typeof Radio; text: string; className: string; quiet?: boolean }) {
  const Icon = props.icon
  return (
    <span
      role="status"
      title={props.text}
      className={cn('flex items-center gap-1.5 text-xs', props.className)}
    >
      <Icon aria-hidden className="size-3.5" />
      <span className={cn(props.quiet && 'max-sm:sr-only')}>{props.text}</span>
    </span>
  )
}
