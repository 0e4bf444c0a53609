'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import type { StorageView } from '@berth/protocol'
import { Fact, Facts } from '@berth/ui/facts.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { useTranslations } from 'next-intl'
import { When } from '../when.tsx'

/** How much there is, and what of it nothing needs, as the last run found it. */
export function StorageFacts({ storage }: { storage: StorageView }) {
  const t = useTranslations('storage')
  const { bytes, blobs, reclaimable } = storage
  return (
    <Panel>
      <Facts>
        <Fact name={t('used')}>
          <span className="tabular">{formatBytes(bytes)}</span>{' '}
          <span className="text-muted">{t('contents', { count: blobs })}</span>
        </Fact>
        {reclaimable === null ? null : (
          <>
            <Fact name={t('now')}>
              <span className="tabular">{formatBytes(reclaimable.now)}</span>
            </Fact>
            <Fact name={t('later')}>
              <span className="tabular">{formatBytes(reclaimable.later)}</span>{' '}
              {reclaimable.later > 0 ? <span className="text-muted">{t('laterHint')}</span> : null}
            </Fact>
            <Fact name={t('asOf')}>
              <When at={reclaimable.at} />
            </Fact>
          </>
        )}
      </Facts>
    </Panel>
  )
}
