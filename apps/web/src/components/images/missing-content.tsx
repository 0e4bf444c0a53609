'use client'

import type { RepositoryDetails } from '@berth/protocol'
import { Callout } from '@berth/ui/callout.tsx'
import { useTranslations } from 'next-intl'

/** What storage has lost of a repository: its owner mends it by pushing again, so it says what. */
export function MissingContent({ missing }: { missing: RepositoryDetails['missing'] }) {
  const t = useTranslations('images.missing')
  if (missing.contents === 0) return null
  return (
    <Callout tone="bad" role="alert" title={t('title', { count: missing.contents })}>
      <p className="text-muted">{t('hint')}</p>
      {missing.tags.length > 0 ? (
        <p className="font-mono text-xs [overflow-wrap:anywhere]">{missing.tags.join(', ')}</p>
      ) : null}
    </Callout>
  )
}
