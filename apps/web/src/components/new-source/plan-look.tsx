'use client'

import type { SourcePlan } from '@berth/build'
import { useTranslations } from 'next-intl'

/** The stack that was found with what is known of it, the processes, and the steps of each stage. */
export function PlanLook({ plan }: { plan: SourcePlan }) {
  const t = useTranslations('newSource')
  const { stack, stages, processes, dockerfile } = plan
  const facts = stack?.facts ?? []
  const commands = Object.entries(processes).map(([name, value]) => ({ name, value }))
  return (
    <div className="grid gap-4 text-sm">
      <p className="[overflow-wrap:anywhere]">
        {stack ? (
          <>
            <span className="font-medium">{stack.name}</span>: {stack.because}
          </>
        ) : (
          t('by', { file: dockerfile })
        )}
      </p>
      {facts.length + commands.length > 0 ? (
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
          {[...facts, ...commands].map(({ name, value }) => (
            <div key={`${name} ${value}`} className="contents">
              <dt className="text-muted">{name}</dt>
              <dd className="[overflow-wrap:anywhere]">{value}</dd>
            </div>
          ))}
        </dl>
      ) : null}
      <ol className="grid gap-3">
        {stages.map(({ name, base, steps }, index) => (
          <li key={index} className="grid gap-1">
            <span className="font-medium [overflow-wrap:anywhere]">{t('stage', { name, base })}</span>
            <ol className="grid gap-0.5 font-mono text-xs text-muted">
              {steps.map((step, at) => (
                <li key={at} className="[overflow-wrap:anywhere]">
                  {step}
                </li>
              ))}
            </ol>
          </li>
        ))}
      </ol>
    </div>
  )
}
