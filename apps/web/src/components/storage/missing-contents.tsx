'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import type { StorageView } from '@berth/protocol'
import { Callout } from '@berth/ui/callout.tsx'
import { ScrollList } from '@berth/ui/scroll-list.tsx'
import { useTranslations } from 'next-intl'
import { When } from '../when.tsx'

/** What images need and storage has lost: said loudly, for it is mended by pushing the images again. */
export function MissingContents({ storage }: { storage: StorageView }) {
  const t = useTranslations('storage')
  const { missing, missingCount } = storage
  if (missingCount === 0) return null
  const title = t('missingTitle', { count: missingCount })
  return (
    <Callout tone="bad" role="alert" title={title}>
      <p className="text-muted">{t('missingHint')}</p>
      <ScrollList aria-label={title} className="max-h-80 gap-1.5">
        {missing.map(({ digest, bytes, since, repositories }) => (
          <li key={digest} className="[overflow-wrap:anywhere]">
            <span className="font-mono text-xs" title={digest}>
              {digest.slice(0, 19)}…
            </span>{' '}
            {repositories.join(', ')}{' '}
            <span className="text-muted">
              {formatBytes(bytes)} · <When at={since} />
            </span>
          </li>
        ))}
      </ScrollList>
      {missingCount > missing.length ? (
        <p className="text-muted">{t('missingMore', { count: missingCount - missing.length })}</p>
      ) : null}
    </Callout>
  )
}
