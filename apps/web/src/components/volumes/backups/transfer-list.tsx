'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import type { VolumeTransferView } from '@berth/protocol'
import { Status, type Tone } from '@berth/ui/status.tsx'
import { useTranslations } from 'next-intl'
import { When } from '../../when.tsx'

const TONES: Readonly<Record<VolumeTransferView['state'], Tone>> = {
  waiting: 'none',
  running: 'busy',
  done: 'ok',
  failed: 'bad',
}

/** What is under way, and what failed since the last that was done. */
export function TransferList({ transfers }: { transfers: readonly VolumeTransferView[] }) {
  const t = useTranslations('volumes.backups')
  const done = transfers.findIndex(({ state }) => state === 'done')
  const shown = transfers.slice(0, done < 0 ? transfers.length : done).slice(0, 3)
  if (shown.length === 0) return null
  return (
    <ul aria-label={t('transfers')} aria-live="polite" className="divide-y rounded-md border">
      {shown.map((transfer) => (
        <li key={transfer.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2 text-sm">
          <Status tone={TONES[transfer.state]}>{t(`state.${transfer.state}`)}</Status>
          <span>{t(`kind.${transfer.kind}`)}</span>
          <When at={transfer.createdAt} />
          {transfer.state === 'running' ? (
            <span className="tabular text-muted">
              {transfer.totalBytes > 0
                ? t('progressOf', {
                    moved: formatBytes(transfer.movedBytes),
                    total: formatBytes(transfer.totalBytes),
                  })
                : t('progress', { moved: formatBytes(transfer.movedBytes) })}
            </span>
          ) : null}
          {transfer.reason === null ? null : (
            <span className="w-full text-xs text-muted [overflow-wrap:anywhere]">{transfer.reason}</span>
          )}
        </li>
      ))}
    </ul>
  )
}
