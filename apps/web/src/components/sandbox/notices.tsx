'use client'

import type { SandboxView } from '@berth/protocol'
import { useTranslations } from 'next-intl'
import { useNow } from '../../format/use-now.ts'
import { LAST_MS } from './bar/time-left.tsx'
import { timeRuns } from './time-runs.ts'

/** What must not be missed: the platform does not answer, or the time is nearly over. Both are read out. */
export function Notices({ sandbox, stale }: { sandbox: SandboxView; stale: boolean }) {
  const t = useTranslations('sandbox')
  const now = useNow()
  const { expiresAt, canExtend, state } = sandbox
  const left = expiresAt === null ? null : expiresAt.getTime() - now.getTime()
  const minutes = left === null || left <= 0 || left > LAST_MS ? null : Math.ceil(left / 60_000)
  const isOver = state === 'archived' || state === 'ended'
  return (
    <div role="status">
      {stale ? <p className="border-b bg-warn-soft px-4 py-2 text-sm text-warn">{t('stale')}</p> : null}
      {sandbox.kind === 'copy' && !isOver ? (
        <p className="border-b bg-accent-soft px-4 py-2 text-sm text-accent-text">{t('copyOf.hint')}</p>
      ) : null}
      {minutes === null || !timeRuns(state) ? null : (
        <p className="border-b bg-warn-soft px-4 py-2 text-sm text-warn">
          {t('endsSoon', { minutes })} {t(canExtend ? 'endsSoonExtend' : 'endsSoonHint')}
        </p>
      )}
    </div>
  )
}
