'use client'

import type { AppDetailView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Field } from '@berth/ui/field.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { Select } from '@berth/ui/select.tsx'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { notify } from '../../../notify.ts'
import { useMay } from '../../../session/use-may.ts'
import { useTRPC } from '../../../trpc/provider.tsx'
import { ErrorCallout } from '../../error-callout.tsx'
import { useAppAction } from '../use-app-action.ts'
import { useAppName } from '../use-app.ts'

const NEVER = 'never'
/** seconds */
const CHOICES = [300, 900, 1800, 3600, 21_600, 86_400]

/** When an app falls asleep; chosen is set. Another time than those offered stays, and is offered too. */
export function SleepPanel({ app }: { app: AppDetailView }) {
  const t = useTranslations('settings.sleep')
  const name = useAppName()
  const may = useMay()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const sleep = useAppAction('sleep')
  const set = useMutation(
    trpc.apps.setSleep.mutationOptions({
      onSuccess: async () => {
        notify.success(t('done'))
        await queryClient.invalidateQueries({ queryKey: trpc.apps.pathKey() })
      },
    }),
  )
  const times = [...new Set([...CHOICES, ...(app.sleepAfter === null ? [] : [app.sleepAfter])])].toSorted(
    (a, b) => a - b,
  )
  return (
    <Panel title={t('title')} description={t('hint')}>
      <div className="flex flex-wrap items-end justify-between gap-4">
        <Field label={t('after')}>
          <Select
            value={app.sleepAfter === null ? NEVER : String(app.sleepAfter)}
            disabled={!may('app:deploy') || set.isPending}
            onValueChange={(value) => set.mutate({ ...name, after: value === NEVER ? null : Number(value) })}
            options={[
              { value: NEVER, label: t('never') },
              ...times.map((seconds) => ({
                value: String(seconds),
                label:
                  seconds % 3600 === 0
                    ? t('hours', { count: seconds / 3600 })
                    : t('minutes', { count: Math.round(seconds / 60) }),
              })),
            ]}
          />
        </Field>
        {app.state === 'running' ? (
          <Button busy={sleep.isPending} disabled={!may('app:deploy')} onClick={() => sleep.mutate(name)}>
            {t('now')}
          </Button>
        ) : null}
      </div>
      {set.error ? <ErrorCallout error={set.error} /> : null}
    </Panel>
  )
}
