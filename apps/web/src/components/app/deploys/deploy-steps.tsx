'use client'

import type { DeployStepView } from '@berth/protocol'
import { cn } from '@berth/ui/cn.ts'
import { Circle, CircleCheck, CircleMinus, CircleX, LoaderCircle } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { formatDuration } from '../../../format/duration.ts'

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
  return (
    <ol className="grid gap-0.5 p-3">
      {steps.map((step) => {
        const { icon: Icon, className } = LOOKS[step.state]
        const waits = step.state === 'pending' || step.state === 'skipped'
        return (
          <li key={step.step} className="flex items-start gap-2.5 rounded-md px-1 py-1 text-sm">
            <Icon aria-hidden className={cn('mt-0.5 size-4 shrink-0', className)} />
            <div className="min-w-0 flex-1">
              <span className={cn(waits && 'text-faint')}>{t(step.step)}</span>
              <span className="sr-only"> {state(step.state)}</span>
              {step.message ? (
                <p
                  className={cn(
                    'text-xs [overflow-wrap:anywhere]',
                    step.state === 'failed' ? 'text-bad' : 'text-muted',
                  )}
                >
                  {step.message}
                </p>
              ) : null}
            </div>
            {step.ms === null ? null : (
              <span className="text-xs text-faint tabular">{formatDuration(step.ms)}</span>
            )}
          </li>
        )
      })}
    </ol>
  )
}
