'use client'

import type { BuildDetailView, BuildView } from '@berth/protocol'
import { useTranslations } from 'next-intl'
import { formatDuration } from '../../../format/duration.ts'
import { useNow } from '../../../format/use-now.ts'

const WAITS = { own: 'waitsForOwn', ending: 'waitsForEnding', node: 'waitsForNode' } as const

/** How long it took or takes, and how many of its steps were taken from the cache. */
export function BuildFacts({ build }: { build: BuildView | BuildDetailView }) {
  const t = useTranslations('builds')
  const now = useNow()
  const { startedAt, endedAt, ran, cached, wait } = build
  const took = startedAt && (endedAt ?? now).getTime() - startedAt.getTime()
  return (
    <span className="flex flex-wrap gap-x-3 text-xs text-muted tabular">
      {wait ? <span>{t(WAITS[wait.for], { ahead: wait.ahead })}</span> : null}
      {took === null ? null : (
        <span>{t(endedAt ? 'took' : 'runsFor', { time: formatDuration(Math.max(0, took)) })}</span>
      )}
      {ran + cached === 0 ? null : <span>{t('steps', { steps: ran + cached, cached })}</span>}
    </span>
  )
}
