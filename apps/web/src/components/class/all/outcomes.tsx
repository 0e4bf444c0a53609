'use client'

import type { ClassOutcome } from '@berth/protocol'
import { ScrollList } from '@berth/ui/scroll-list.tsx'
import { useTranslations } from 'next-intl'

/** How many it worked for, and for whom it did not and why. */
export function Outcomes(props: {
  outcomes: readonly ClassOutcome[]
  who: readonly { id: string; name: string }[]
}) {
  const t = useTranslations('wall.all')
  const errors = useTranslations('errors')
  const done = new Set(props.outcomes.flatMap((one) => (one.ok ? [one.sandbox] : [])))
  const failed = props.outcomes.flatMap((one) => (one.ok ? [] : [one]))
  const failedTitle = t('failedTitle', { count: failed.length })
  const nameOf = new Map(props.who.map(({ id, name }) => [id, name]))
  return (
    <div role="status" className="grid grid-cols-1 gap-2 text-sm">
      <p className="font-medium">{t('done', { done: done.size, all: props.who.length })}</p>
      {failed.length === 0 ? null : (
        <>
          <p>{failedTitle}</p>
          <ScrollList aria-label={failedTitle} className="max-h-60 gap-1">
            {failed.map(({ sandbox, code }) => (
              <li key={sandbox}>
                <span className="font-medium">{nameOf.get(sandbox)}</span>
                <span className="block text-muted">{errors(code)}</span>
              </li>
            ))}
          </ScrollList>
        </>
      )}
    </div>
  )
}
