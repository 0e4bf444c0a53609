'use client'

import type { SandboxState } from '@berth/core'
import type { SandboxView } from '@berth/protocol'
import { EmptyState } from '@berth/ui/empty-state.tsx'
import { CircleStop, CircleX, Snowflake } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useNow } from '../../format/use-now.ts'
import { When } from '../when.tsx'
import { timeRuns } from './time-runs.ts'
import { useSandboxReason } from './use-reason.ts'
import { WayOn } from './way-on.tsx'

const ICONS = { frozen: Snowflake, failed: CircleX, ended: CircleStop } as const

/** One that does not run now: why, what is kept, and the way back. */
export function Resting({ sandbox, mine }: { sandbox: SandboxView; mine: boolean }) {
  const t = useTranslations('sandbox')
  const reasonText = useSandboxReason()
  const now = useNow()
  const { state, reason, deletesAt, expiresAt } = sandbox
  const goesOn = state !== 'ended' && reason?.kind !== 'course-over' && !timeRuns(state)
  const until = goesOn && expiresAt !== null && expiresAt > now ? expiresAt : null
  return (
    <div className="m-auto w-full max-w-lg p-4">
      <EmptyState icon={iconOf(state)} title={t(`rest.${restOf(state)}`)}>
        {reason === null ? null : <p className="text-sm [overflow-wrap:anywhere]">{reasonText(reason)}</p>}
        <p className="max-w-md text-sm text-muted">{t(`restHint.${restOf(state)}`)}</p>
        {until === null ? null : (
          <p className="text-sm text-muted">{t.rich('goesOnFor', { at: () => <When at={until} /> })}</p>
        )}
        {deletesAt === null ? null : (
          <p className="text-sm text-muted">{t.rich('deletes', { at: () => <When at={deletesAt} /> })}</p>
        )}
        <WayOn sandbox={sandbox} mine={mine} />
      </EmptyState>
    </div>
  )
}

type Rest = 'frozen' | 'stopped' | 'archived' | 'ended' | 'failed'

function restOf(state: SandboxState): Rest {
  switch (state) {
    case 'frozen':
    case 'archived':
    case 'ended':
    case 'failed':
      return state
    default:
      return 'stopped'
  }
}

function iconOf(state: SandboxState) {
  return state === 'frozen' || state === 'failed' ? ICONS[state] : ICONS.ended
}
