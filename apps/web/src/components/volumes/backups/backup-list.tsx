'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import type { VolumeBackupView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { useTranslations } from 'next-intl'
import { When } from '../../when.tsx'

/** Backups, newest first, with what one can do with each. */
export function BackupList(props: {
  label: string
  backups: readonly VolumeBackupView[]
  /** names the volume in each row */
  withVolume?: boolean
  mayRestore: boolean
  mayRemove: boolean
  onRestore: (backup: VolumeBackupView) => void
  onRemove: (backup: VolumeBackupView) => void
}) {
  const t = useTranslations('volumes.backups')
  return (
    <ul aria-label={props.label} className="max-h-72 divide-y overflow-y-auto rounded-md border">
      {props.backups.map((backup) => (
        <li key={backup.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2 text-sm">
          {props.withVolume ? <span className="font-medium">{backup.volume}</span> : null}
          <When at={backup.takenAt} />
          <span className="tabular text-muted">
            {t('size', { bytes: formatBytes(backup.bytes), stored: formatBytes(backup.storedBytes) })}
          </span>
          {backup.origin === 'schedule' ? (
            <span className="text-xs text-muted">{t('bySchedule')}</span>
          ) : null}
          {backup.own ? null : <span className="text-xs text-muted">{t('foreign')}</span>}
          <span className="ml-auto flex gap-1">
            <Button
              size="sm"
              variant="ghost"
              disabled={!props.mayRestore}
              onClick={() => props.onRestore(backup)}
            >
              {t('restore')}
            </Button>
            <Button
              size="sm"
              variant="ghost"
              disabled={!props.mayRemove}
              onClick={() => props.onRemove(backup)}
            >
              {t('remove')}
            </Button>
          </span>
        </li>
      ))}
    </ul>
  )
}
