'use client'

import type { VolumeView } from '@berth/protocol'
import { Field } from '@berth/ui/field.tsx'
import { Select } from '@berth/ui/select.tsx'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { notify } from '../../notify.ts'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { ErrorCallout } from '../error-callout.tsx'
import { When } from '../when.tsx'
import { useRefreshVolumes } from './use-volumes.ts'

const USUAL = 7
const KEPT = [3, USUAL, 14]

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
  const keep = schedule?.keep ?? USUAL
  const options = (['never', 'daily', 'weekly'] as const).map((value) => ({
    value,
    label: t(`every.${value}`),
  }))
  const counts = [...new Set([...KEPT, keep])].toSorted((a, b) => a - b)
  const set = (every: 'daily' | 'weekly' | null, kept: number) =>
    change.mutate({ tenant, volume: name, every, keep: kept })
  return (
    <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
      <Field label={t('schedule')}>
        <Select
          value={schedule?.every ?? 'never'}
          options={options}
          disabled={disabled || change.isPending}
          onValueChange={(every) => set(every === 'never' ? null : every, keep)}
        />
      </Field>
      {schedule ? (
        <Field label={t('keep')}>
          <Select
            value={String(keep)}
            options={counts.map((count) => ({ value: String(count), label: t('keepCount', { count }) }))}
            disabled={disabled || change.isPending}
            onValueChange={(count) => set(schedule.every, Number(count))}
          />
        </Field>
      ) : null}
      {schedule ? (
        <p className="text-sm text-muted sm:col-span-2">
          {t('next')} <When at={schedule.dueAt} />
        </p>
      ) : null}
      {change.error ? <ErrorCallout error={change.error} /> : null}
    </div>
  )
}
