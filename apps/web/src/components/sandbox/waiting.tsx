'use client'

import type { SandboxView } from '@berth/protocol'
import { EmptyState } from '@berth/ui/empty-state.tsx'
import { Hourglass } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { formatDuration } from '../../format/duration.ts'
import { useWatch } from './use-watch.ts'

/** A place in the queue and how long it takes, where that was measured. Nobody is ever sent away. */
export function Waiting({ sandbox }: { sandbox: SandboxView }) {
  const t = useTranslations('sandbox')
  useWatch(sandbox.id)
  const { queue } = sandbox
  const seconds = queue?.seconds ?? null
  const held = whatHolds(queue)
  return (
    <div className="m-auto w-full max-w-lg p-4">
      <EmptyState icon={Hourglass} title={t(queue === null ? 'starting' : 'waiting')}>
        <div role="status" className="grid grid-cols-1 gap-1 text-sm text-muted">
          {queue === null ? <p>{t('startingHint')}</p> : <p>{t('place', { place: queue.place })}</p>}
          {held === null ? null : <p className="text-warn">{t(held)}</p>}
          {seconds === null || held !== null ? null : (
            <p>{t('estimate', { time: formatDuration(seconds * 1_000) })}</p>
          )}
        </div>
      </EmptyState>
    </div>
  )
}

/** What only somebody else can change. */
function whatHolds(queue: SandboxView['queue']) {
  if (queue?.overQuota) return 'overQuota'
  return queue?.filesFull ? 'filesFull' : null
}
