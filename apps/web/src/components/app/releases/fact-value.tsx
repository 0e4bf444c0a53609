'use client'

import { useTranslations } from 'next-intl'
import type { ReleaseFact } from './release-facts.ts'

/** One value of a release's configuration, or the word for what one has who says nothing. */
export function FactValue({ what, value }: { what: ReleaseFact; value: string | null }) {
  const t = useTranslations('releases.unsaid')
  if (value !== null) return <span className="font-mono text-xs [overflow-wrap:anywhere]">{value}</span>
  return <span className="text-muted">{t(what)}</span>
}
