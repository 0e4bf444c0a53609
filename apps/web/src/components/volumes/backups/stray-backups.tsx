'use client'

import type { VolumeBackupView } from '@berth/protocol'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useMay } from '../../../session/use-may.ts'
import { RemoveBackup, RestoreBackup } from './backup-dialogs.tsx'
import { BackupList } from './backup-list.tsx'

/** Those of volumes that are not here: bringing one back makes its volume. */
export function StrayBackups({ backups }: { backups: readonly VolumeBackupView[] }) {
  const t = useTranslations('volumes.backups')
  const may = useMay()
  const [restoring, setRestoring] = useState<VolumeBackupView | null>(null)
  const [removing, setRemoving] = useState<VolumeBackupView | null>(null)
  if (backups.length === 0) return null
  return (
    <div className="grid grid-cols-1 gap-2">
      <h3 className="text-sm font-semibold">{t('others')}</h3>
      <p className="text-xs text-muted">{t('othersHint')}</p>
      <BackupList
        label={t('others')}
        withVolume
        backups={backups}
        mayRestore={may('app:deploy')}
        mayRemove={may('app:destroy')}
        onRestore={setRestoring}
        onRemove={setRemoving}
      />
      {restoring ? <RestoreBackup backup={restoring} onClose={() => setRestoring(null)} /> : null}
      {removing ? <RemoveBackup backup={removing} onClose={() => setRemoving(null)} /> : null}
    </div>
  )
}
