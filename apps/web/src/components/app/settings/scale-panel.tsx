'use client'

import type { AppDetailView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type SubmitEvent, useState } from 'react'
import { notify } from '../../../notify.ts'
import { useMay } from '../../../session/use-may.ts'
import { useTRPC } from '../../../trpc/provider.tsx'
import { ErrorCallout } from '../../error-callout.tsx'
import { useAppName } from '../use-app.ts'
import { processCounts } from './process-counts.ts'

/** How many instances of each process run. */
export function ScalePanel({ app }: { app: AppDetailView }) {
  const t = useTranslations('settings')
  const name = useAppName()
  const may = useMay()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [counts, setCounts] = useState<Record<string, number>>(() => processCounts(app))
  const scale = useMutation(
    trpc.apps.scale.mutationOptions({
      onSuccess: async () => {
        notify.success(t('scaled'))
        await queryClient.invalidateQueries({ queryKey: trpc.apps.pathKey() })
      },
    }),
  )
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    scale.mutate({ ...name, processes: counts })
  }
  return (
    <Panel title={t('scale')} description={t('scaleHint')}>
      <form onSubmit={submit} className="grid grid-cols-1 gap-4">
        <div className="flex flex-wrap gap-4">
          {Object.entries(counts).map(([process, count]) => (
            <Field key={process} label={process} className="w-28">
              <Input
                type="number"
                min={0}
                max={100}
                required
                value={count}
                onChange={(event) => setCounts({ ...counts, [process]: event.target.valueAsNumber })}
              />
            </Field>
          ))}
        </div>
        {scale.error ? <ErrorCallout error={scale.error} /> : null}
        <div>
          <Button type="submit" busy={scale.isPending} disabled={!may('app:deploy')}>
            {t('scaleApply')}
          </Button>
        </div>
      </form>
    </Panel>
  )
}
