'use client'

import type { DeployStepView } from '@berth/protocol'
import { cn } from '@berth/ui/cn.ts'
import { Circle, CircleCheck, CircleMinus, CircleX, LoaderCircle } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { formatDuration } from '../../../format/duration.ts'
import { useNow } from '../../../format/use-now.ts'
import { useNoteText } from './use-note-text.ts'

const LOOKS = {
  pending: { icon: Circle, className: 'text-faint' },
  running: { icon: LoaderCircle, className: 'text-accent-text animate-spin' },
  done: { icon: CircleCheck, className: 'text-ok' },
  failed: { icon: CircleX, className: 'text-bad' },
  skipped: { icon: CircleMinus, className: 'text-faint' },
} as const satisfies Record<DeployStepView['state'], unknown>

export function DeploySteps({ steps }: { steps: readonly DeployStepView[] }) {
  const t = useTranslations('step')
  const state = useTranslations('stepState')
  const noteText = useNoteText()
  const now = useNow()
  return (
    <ol className="grid gap-0.5 p-3">
      {steps.map((step) => {
        const { icon: Icon, className } = LOOKS[step.state]
        const message = noteText(step)
        const ms = step.ms ?? soFar(step, now)
        const waits = step.state === 'pending' || step.state === 'skipped'
        return (
          <li key={step.step} className="flex items-start gap-2.5 rounded-md px-1 py-1 text-sm">
            <Icon aria-hidden className={cn('mt-0.5 size-4 shrink-0', className)} />
            <div className="min-w-0 flex-1">
              <span className={cn(waits && 'text-faint')}>{t(step.step)}</span>
              <span className="sr-only"> {state(step.state)}</span>
              {message ? (
                <p
                  className={cn(
                    'text-xs [overflow-wrap:anywhere]',
                    step.state === 'failed' ? 'text-bad' : 'text-muted',
                  )}
                >
                  {message}
                </p>
              ) : null}
            </div>
            {ms === null ? null : <span className="text-xs text-faint tabular">{formatDuration(ms)}</span>}
          </li>
        )
      })}
    </ol>
  )
}

/** A step that takes long counts while one looks; a short one shows only what it took in the end. */
function soFar({ state, at }: DeployStepView, now: Date): number | null {
  if (state !== 'running' || at === null) return null
  const seconds = Math.floor((now.getTime() - at.getTime()) / 1000)
  return seconds < 5 ? null : seconds * 1000
}
