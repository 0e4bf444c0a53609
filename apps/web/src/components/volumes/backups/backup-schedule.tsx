'use client'

import type { BackupScheduleView } from '@berth/protocol'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { notify } from '../../../notify.ts'
import { useTenant } from '../../../session/use-tenant.ts'
import { useTRPC } from '../../../trpc/provider.tsx'
import { EveryField } from '../every-field.tsx'
import { useRefreshBackups } from './use-backups.ts'

/** When backups are made by themselves, and how many of those stay; each choice is taken over at once. */
export function BackupSchedule(props: {
  volume: string
  schedule: BackupScheduleView | null
  disabled: boolean
}) {
  const t = useTranslations('volumes.backups')
  const tenant = useTenant()
  const refresh = useRefreshBackups()
  const { volume, schedule, disabled } = props
  const change = useMutation(
    useTRPC().backups.schedule.mutationOptions({
      onSuccess: async () => {
        notify.success(t('scheduled', { name: volume }))
        await refresh()
      },
    }),
  )
  return (
    <EveryField
      label={t('schedule')}
      schedule={schedule}
      disabled={disabled}
      busy={change.isPending}
      error={change.error}
      onChange={(every, keep) => change.mutate({ tenant, volume, every, keep })}
    />
  )
}
