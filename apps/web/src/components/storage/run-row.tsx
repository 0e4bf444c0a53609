'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import type { CollectionRunView } from '@berth/protocol'
import { Status } from '@berth/ui/status.tsx'
import { Td, Tr } from '@berth/ui/table.tsx'
import { useTranslations } from 'next-intl'
import { When } from '../when.tsx'

/** One run: when and for whom, how it ended, and what it took or would have taken. */
export function RunRow({ run }: { run: CollectionRunView }) {
  const t = useTranslations('storage')
  const { manifests, blobs, uploads, strays, missing } = run
  return (
    <Tr>
      <Td>
        <When at={run.startedAt} />
        <span className="block text-xs text-muted">{run.by ?? t('byItself')}</span>
      </Td>
      <Td label={t('state')}>
        <RunState run={run} />
        {run.error === null ? null : (
          <span className="block max-w-96 text-xs text-muted [overflow-wrap:anywhere]">{run.error}</span>
        )}
      </Td>
      <Td label={t('freed')} className="text-right whitespace-nowrap tabular">
        {formatBytes(run.bytes)}
        {run.dryRun ? <span className="block text-xs text-faint">{t('wouldBe')}</span> : null}
      </Td>
      <Td label={t('took')} className="text-right tabular">
        {t('counts', { manifests, blobs, uploads })}
      </Td>
      <Td label={t('compared')} className="text-right tabular">
        {run.reconcile ? t('differences', { strays, missing }) : '–'}
      </Td>
    </Tr>
  )
}

function RunState({ run }: { run: CollectionRunView }) {
  const t = useTranslations('storage')
  if (run.finishedAt === null) return <Status tone="busy">{t('running')}</Status>
  if (run.error !== null) return <Status tone="bad">{t('failed')}</Status>
  return <Status tone={run.dryRun ? 'none' : 'ok'}>{t(run.dryRun ? 'dryDone' : 'done')}</Status>
}
