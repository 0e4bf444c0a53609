'use client'

import { Fact, Facts } from '@berth/ui/facts.tsx'
import { ArrowRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { FactValue } from './fact-value.tsx'
import type { ReleaseChange } from './release-changes.ts'

/** What changes from one release to another, before and after. */
export function ChangeList({ changes }: { changes: readonly ReleaseChange[] }) {
  const t = useTranslations('releases')
  return (
    <Facts>
      {changes.map(({ what, from, to }) => (
        <Fact key={what} name={t(`fact.${what}`)}>
          <span className="flex flex-wrap items-center gap-x-2">
            <s className="text-muted">
              <FactValue what={what} value={from} />
            </s>
            <ArrowRight role="img" aria-label={t('becomes')} className="size-3.5 shrink-0 text-faint" />
            <FactValue what={what} value={to} />
          </span>
        </Fact>
      ))}
    </Facts>
  )
}
