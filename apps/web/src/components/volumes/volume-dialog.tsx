'use client'

import { formatBytes, parseBytes } from '@berth/core/bytes.ts'
import type { VolumeSnapshotView, VolumeView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Callout } from '@berth/ui/callout.tsx'
import { Dialog, DialogFooter } from '@berth/ui/dialog.tsx'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { notify } from '../../notify.ts'
import { useMay } from '../../session/use-may.ts'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { ConfirmByName } from '../confirm-by-name.tsx'
import { ErrorCallout } from '../error-callout.tsx'
import { VolumeBackups } from './backups/volume-backups.tsx'
import { ImportArchive } from './import-archive.tsx'
import { ScheduleField } from './schedule-field.tsx'
import { SizeField } from './size-field.tsx'
import { SnapshotList } from './snapshot-list.tsx'
import { useRefreshVolumes } from './use-volumes.ts'

/** One volume: its size, its snapshots, and what one can do with it. */
export function VolumeDialog({ volume, onClose }: { volume: VolumeView; onClose: () => void }) {
  const t = useTranslations('volumes')
  const common = useTranslations('common')
  const { name, app, state } = volume
  const about = { tenant: useTenant(), volume: name }
  const may = useMay()
  const trpc = useTRPC()
  const refresh = useRefreshVolumes()
  const [size, setSize] = useState(formatBytes(volume.bytes))
  const [restoring, setRestoring] = useState<VolumeSnapshotView | null>(null)
  const [deleting, setDeleting] = useState(false)
  const bytes = parseBytes(size)
  const done = (text: string) => ({
    onSuccess: async () => {
      notify.success(text)
      setRestoring(null)
      await refresh()
    },
  })
  const resize = useMutation(trpc.volumes.resize.mutationOptions(done(t('resized', { name }))))
  const snapshot = useMutation(trpc.volumes.snapshot.mutationOptions(done(t('snapshotAsked'))))
  const restore = useMutation(trpc.volumes.restore.mutationOptions(done(t('restoreAsked', { name }))))
  const forget = useMutation(trpc.volumes.deleteSnapshot.mutationOptions(done(t('snapshotRemoved'))))
  const detach = useMutation(trpc.volumes.detach.mutationOptions(done(t('detaching', { name }))))
  const remove = useMutation(trpc.volumes.delete.mutationOptions(done(t('deleted', { name }))))
  const back = useMutation(trpc.volumes.undelete.mutationOptions(done(t('undeleted', { name }))))
  const all = [resize, snapshot, forget, detach, back]
  const error = all.find((one) => one.error)?.error
  const busy = all.some(({ isPending }) => isPending)
  if (state === 'deleted') {
    return (
      <Dialog open onOpenChange={(open) => open || onClose()} title={name} closeLabel={common('close')}>
        <Callout tone="info" title={t('deletedTitle')}>
          {t('deletedHint')}
        </Callout>
        {error ? <ErrorCallout error={error} /> : null}
        <DialogFooter>
          <Button variant="primary" busy={back.isPending} onClick={() => back.mutate(about)}>
            {t('undelete')}
          </Button>
        </DialogFooter>
      </Dialog>
    )
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={name}
      description={t('dialogHint')}
      closeLabel={common('close')}
      className="max-w-2xl text-left whitespace-normal"
    >
      <div className="grid grid-cols-1 gap-4">
        <div className="flex flex-wrap items-start gap-2">
          <SizeField value={size} onChange={setSize} />
          <Button
            className="sm:mt-6.5"
            disabled={bytes === undefined || bytes === volume.bytes || !may('app:deploy')}
            busy={resize.isPending}
            onClick={() => bytes !== undefined && resize.mutate({ ...about, bytes })}
          >
            {t('resize')}
          </Button>
        </div>
        <div className="flex flex-wrap items-center gap-2">
          <h3 className="mr-auto text-sm font-semibold">{t('snapshots')}</h3>
          <ImportArchive volume={volume} disabled={state === 'restoring' || !may('app:deploy')} />
          <Button
            size="sm"
            disabled={state !== 'ready' || !may('app:deploy')}
            busy={snapshot.isPending}
            onClick={() => snapshot.mutate(about)}
          >
            {t('snapshot')}
          </Button>
        </div>
        <ScheduleField volume={volume} disabled={!may('app:deploy')} />
        <SnapshotList
          volume={volume}
          busy={busy || !may('app:deploy')}
          onRestore={setRestoring}
          onRemove={({ number }) => forget.mutate({ ...about, snapshot: number })}
        />
        {error ? <ErrorCallout error={error} /> : null}
        <VolumeBackups volume={volume} />
        <DialogFooter>
          {app === null ? (
            <Button variant="danger-quiet" disabled={!may('app:destroy')} onClick={() => setDeleting(true)}>
              {t('delete')}
            </Button>
          ) : (
            <Button
              disabled={!may('app:deploy')}
              busy={detach.isPending}
              onClick={() => detach.mutate({ ...about, app })}
            >
              {t('detach', { app })}
            </Button>
          )}
        </DialogFooter>
      </div>
      <ConfirmByName
        open={deleting}
        onOpenChange={setDeleting}
        title={t('delete')}
        name={name}
        action={t('delete')}
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate(about)}
      >
        {t('deleteHint')}
      </ConfirmByName>
      {restoring ? (
        <ConfirmByName
          open
          onOpenChange={(open) => open || setRestoring(null)}
          title={t('restoreTitle', { number: restoring.number })}
          name={name}
          action={t('restore')}
          busy={restore.isPending}
          error={restore.error}
          onConfirm={() => restore.mutate({ ...about, snapshot: restoring.number })}
        >
          {t('restoreHint')}
        </ConfirmByName>
      ) : null}
    </Dialog>
  )
}
