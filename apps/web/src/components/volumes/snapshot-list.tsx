'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import type { VolumeSnapshotView, VolumeView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Status } from '@berth/ui/status.tsx'
import { useTranslations } from 'next-intl'
import { When } from '../when.tsx'

/** Snapshots of a volume, newest first, with what one can do with each. */
export function SnapshotList(props: {
  volume: VolumeView
  busy: boolean
  onRestore: (snapshot: VolumeSnapshotView) => void
  onRemove: (snapshot: VolumeSnapshotView) => void
}) {
  const t = useTranslations('volumes')
  const { snapshots, state } = props.volume
  if (snapshots.length === 0) return <p className="text-sm text-muted">{t('noSnapshots')}</p>
  return (
    <ul aria-label={t('snapshots')} className="divide-y rounded-md border">
      {snapshots.map((snapshot) => (
        <li key={snapshot.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2 text-sm">
          <span className="font-medium tabular">#{snapshot.number}</span>
          <When at={snapshot.createdAt} />
          <span className="tabular text-muted">{formatBytes(snapshot.bytes)}</span>
          {snapshot.origin === 'before-restore' ? (
            <span className="text-xs text-muted">{t('beforeRestore')}</span>
          ) : null}
          {snapshot.origin === 'schedule' ? (
            <span className="text-xs text-muted">{t('bySchedule')}</span>
          ) : null}
          {snapshot.origin === 'import' ? (
            <span className="text-xs text-muted">{t('fromArchive')}</span>
          ) : null}
          {snapshot.state === 'ready' ? null : (
            <Status tone="busy">{t(`snapshotState.${snapshot.state}`)}</Status>
          )}
          <span className="ml-auto flex gap-1">
            <Button
              size="sm"
              variant="ghost"
              disabled={props.busy || state !== 'ready' || snapshot.state !== 'ready'}
              onClick={() => props.onRestore(snapshot)}
            >
              {t('restore')}
            </Button>
            <Button
              size="sm"
              variant="ghost"
              disabled={props.busy || snapshot.state === 'removing' || snapshot.state === 'importing'}
              onClick={() => props.onRemove(snapshot)}
            >
              {t('removeSnapshot')}
            </Button>
          </span>
        </li>
      ))}
    </ul>
  )
}
