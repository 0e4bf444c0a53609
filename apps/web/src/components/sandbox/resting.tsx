'use client'

import type { SandboxState } from '@berth/core'
import type { SandboxView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { EmptyState } from '@berth/ui/empty-state.tsx'
import { CircleStop, CircleX, Snowflake } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useSandboxReason } from './use-reason.ts'
import { useSandboxAct } from './use-sandbox.ts'

const ICONS = { frozen: Snowflake, failed: CircleX, ended: CircleStop } as const

/** One that does not run now: why, what is kept, and the way back. */
export function Resting({ sandbox }: { sandbox: SandboxView }) {
  const t = useTranslations('sandbox')
  const reasonText = useSandboxReason()
  const { state, reason } = sandbox
  return (
    <div className="m-auto w-full max-w-lg p-4">
      <EmptyState icon={iconOf(state)} title={t(`rest.${restOf(state)}`)}>
        {reason === null ? null : <p className="text-sm [overflow-wrap:anywhere]">{reasonText(reason)}</p>}
        <p className="max-w-md text-sm text-muted">{t(`restHint.${restOf(state)}`)}</p>
        <WayOn state={state} />
      </EmptyState>
    </div>
  )
}

function WayOn({ state }: { state: SandboxState }) {
  const t = useTranslations('sandbox')
  const resume = useSandboxAct('resume')
  const reset = useSandboxAct('reset')
  const home = (
    <Button asChild>
      <Link href="/learn">{t('toLearn')}</Link>
    </Button>
  )
  switch (state) {
    case 'ended':
      return home
    case 'failed':
      return (
        <Button variant="primary" busy={reset.busy} onClick={reset.run}>
          {t('tryAgain')}
        </Button>
      )
    default:
      return (
        <Button variant="primary" busy={resume.busy} onClick={resume.run}>
          {t('resume')}
        </Button>
      )
  }
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
