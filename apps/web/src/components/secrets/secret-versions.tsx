'use client'

import type { SecretView } from '@berth/protocol'
import { ChevronRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { When } from '../when.tsx'

/** A line that opens to who set which version, and when; those that a release still has are kept. */
export function SecretVersions({ version, versions }: Pick<SecretView, 'version' | 'versions'>) {
  const t = useTranslations('secrets')
  return (
    <details className="group w-full text-xs text-muted">
      <summary className="inline-flex cursor-pointer list-none items-center gap-1 rounded-sm [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-3.5 text-faint transition-transform group-open:rotate-90" />
        {t('version', { number: version })}
      </summary>
      <ol aria-label={t('versions')} className="mt-1 grid gap-1 border-l pl-4">
        {versions.map(({ number, by, at }) => (
          <li key={number} className="flex flex-wrap gap-x-2 [overflow-wrap:anywhere]">
            <span className="tabular">{t('version', { number })}</span>
            <span>
              {t('setBy', { by })} <When at={at} />
            </span>
          </li>
        ))}
      </ol>
    </details>
  )
}
