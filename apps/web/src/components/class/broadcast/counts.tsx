'use client'

import type { BroadcastView } from '@berth/protocol'
import { useTranslations } from 'next-intl'

const ORDER = ['done', 'failed', 'running', 'waiting', 'away', 'missed'] as const

/** How many came to which end; read out as it changes. */
export function Counts({ counts }: { counts: BroadcastView['counts'] }) {
  const t = useTranslations('wall.broadcast')
  const parts = ORDER.flatMap((state) => {
    const count = counts[state] ?? 0
    return count === 0 ? [] : [`${count} ${t(`states.${state}`)}`]
  })
  return (
    <p role="status" className="text-sm text-muted tabular">
      {parts.length === 0 ? t('nobody') : parts.join(' · ')}
    </p>
  )
}
