'use client'

import type { VolumeBackupView } from '@berth/protocol'
import { useMutation } from '@tanstack/react-query'
import { useFormatter, useTranslations } from 'next-intl'
import { notify } from '../../../notify.ts'
import { useTenant } from '../../../session/use-tenant.ts'
import { useTRPC } from '../../../trpc/provider.tsx'
import { ConfirmByName } from '../../confirm-by-name.tsx'
import { useRefreshBackups } from './use-backups.ts'

type Props = { readonly backup: VolumeBackupView; readonly onClose: () => void }

/** Into the volume of that name, which is made when there is none. */
export function RestoreBackup({ backup, onClose }: Props) {
  const t = useTranslations('volumes.backups')
  const { tenant, when, done } = useAbout({ backup, onClose })
  const restore = useMutation(
    useTRPC().backups.restore.mutationOptions(done(t('restoreAsked', { name: backup.volume }))),
  )
  return (
    <ConfirmByName
      open
      onOpenChange={(open) => open || onClose()}
      title={t('restoreTitle', { when })}
      name={backup.volume}
      action={t('restore')}
      busy={restore.isPending}
      error={restore.error}
      onConfirm={() => restore.mutate({ tenant, volume: backup.volume, backup: backup.id })}
    >
      {t('restoreHint')}
    </ConfirmByName>
  )
}

export function RemoveBackup({ backup, onClose }: Props) {
  const t = useTranslations('volumes.backups')
  const { tenant, when, done } = useAbout({ backup, onClose })
  const remove = useMutation(useTRPC().backups.remove.mutationOptions(done(t('removed'))))
  return (
    <ConfirmByName
      open
      onOpenChange={(open) => open || onClose()}
      title={t('removeTitle', { when })}
      name={backup.volume}
      action={t('remove')}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ tenant, backup: backup.id })}
    >
      {t('removeHint')}
    </ConfirmByName>
  )
}

function useAbout({ backup, onClose }: Props) {
  const tenant = useTenant()
  const refresh = useRefreshBackups()
  const when = useFormatter().dateTime(backup.takenAt, { dateStyle: 'medium', timeStyle: 'short' })
  const done = (text: string) => ({
    onSuccess: async () => {
      notify.success(text)
      onClose()
      await refresh()
    },
  })
  return { tenant, when, done }
}
