'use client'

import type { VolumeBackupView, VolumeView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { notify } from '../../../notify.ts'
import { useMay } from '../../../session/use-may.ts'
import { useTenant } from '../../../session/use-tenant.ts'
import { useTRPC } from '../../../trpc/provider.tsx'
import { ErrorCallout } from '../../error-callout.tsx'
import { RemoveBackup, RestoreBackup } from './backup-dialogs.tsx'
import { BackupList } from './backup-list.tsx'
import { BackupSchedule } from './backup-schedule.tsx'
import { TransferList } from './transfer-list.tsx'
import { useBackups, useRefreshBackups } from './use-backups.ts'

/** Backups of one volume: what there is, what is under way, and when more are made. */
export function VolumeBackups({ volume }: { volume: VolumeView }) {
  const t = useTranslations('volumes.backups')
  const { name, state } = volume
  const tenant = useTenant()
  const may = useMay()
  const refresh = useRefreshBackups()
  const view = useBackups(name)
  const [restoring, setRestoring] = useState<VolumeBackupView | null>(null)
  const [removing, setRemoving] = useState<VolumeBackupView | null>(null)
  const onSuccess = async () => {
    notify.success(t('started', { name }))
    await refresh()
  }
  const start = useMutation(useTRPC().backups.start.mutationOptions({ onSuccess }))
  if (!view.data) return view.error ? <ErrorCallout error={view.error} /> : null
  const { target, schedule, backups, transfers } = view.data
  const isBusy = transfers.some((one) => one.state === 'waiting' || one.state === 'running')
  return (
    <section aria-labelledby="backups-of-volume" className="grid grid-cols-1 gap-3 border-t pt-4">
      <div className="flex flex-wrap items-center gap-2">
        <div className="mr-auto">
          <h3 id="backups-of-volume" className="text-sm font-semibold">
            {t('title')}
          </h3>
          <p className="text-xs text-muted">{target ? t('hint') : t('noTarget')}</p>
        </div>
        {target ? (
          <Button
            size="sm"
            disabled={state !== 'ready' || isBusy || !may('app:deploy')}
            busy={start.isPending}
            onClick={() => start.mutate({ tenant, volume: name })}
          >
            {t('start')}
          </Button>
        ) : null}
      </div>
      {target || schedule ? (
        <BackupSchedule volume={name} schedule={schedule} disabled={!may('app:deploy')} />
      ) : null}
      {start.error ? <ErrorCallout error={start.error} /> : null}
      <TransferList transfers={transfers} />
      {target && backups.length === 0 ? <p className="text-sm text-muted">{t('none')}</p> : null}
      {backups.length > 0 ? (
        <BackupList
          label={t('title')}
          backups={backups}
          mayRestore={may('app:deploy') && !isBusy && state !== 'restoring'}
          mayRemove={may('app:destroy') && !isBusy}
          onRestore={setRestoring}
          onRemove={setRemoving}
        />
      ) : null}
      {restoring ? <RestoreBackup backup={restoring} onClose={() => setRestoring(null)} /> : null}
      {removing ? <RemoveBackup backup={removing} onClose={() => setRemoving(null)} /> : null}
    </section>
  )
}
