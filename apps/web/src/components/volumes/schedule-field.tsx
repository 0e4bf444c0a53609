'use client'

import type { VolumeView } from '@berth/protocol'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { notify } from '../../notify.ts'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { EveryField } from './every-field.tsx'
import { useRefreshVolumes } from './use-volumes.ts'

/** When snapshots are made by themselves, and how many of those stay; each choice is taken over at once. */
export function ScheduleField({ volume, disabled }: { volume: VolumeView; disabled: boolean }) {
  const t = useTranslations('volumes')
  const tenant = useTenant()
  const refresh = useRefreshVolumes()
  const { name, schedule } = volume
  const change = useMutation(
    useTRPC().volumes.schedule.mutationOptions({
      onSuccess: async () => {
        notify.success(t('scheduled', { name }))
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
      onChange={(every, keep) => change.mutate({ tenant, volume: name, every, keep })}
    />
  )
}
