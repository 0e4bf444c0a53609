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
import { LimitsFields } from '../../limits/limits-fields.tsx'
import { limitsText, readLimits } from '../../limits/limits-form.ts'
import { useQuotaLeft } from '../../limits/use-quota-left.ts'
import { useAppName } from '../use-app.ts'

/** Limits and port; a change is a new release. */
export function LimitsPanel({ app }: { app: AppDetailView }) {
  const t = useTranslations('settings')
  const name = useAppName()
  const may = useMay()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [text, setText] = useState(() => limitsText(app.limits))
  const [port, setPort] = useState(app.port === null ? '' : String(app.port))
  const apply = useMutation(
    trpc.apps.setLimits.mutationOptions({
      onSuccess: async (deploy) => {
        notify.success(t('applied', { release: deploy.release }))
        await queryClient.invalidateQueries({ queryKey: trpc.apps.pathKey() })
      },
    }),
  )
  const read = readLimits(text)
  const words = useTranslations('limits')
  const errors =
    'bad' in read ? Object.fromEntries(read.bad.map((one) => [one, words(`${one}Bad`)] as const)) : {}
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    if ('bad' in read) return
    apply.mutate({ ...name, ...read.limits, ...(port === '' ? {} : { port: Number(port) }) })
  }
  return (
    <div id="limits" className="scroll-mt-16">
      <Panel title={t('limits')} description={t('limitsHint')}>
        <form onSubmit={submit} className="grid grid-cols-1 gap-4">
          <LimitsFields value={text} errors={errors} left={useQuotaLeft(name.tenant)} onChange={setText} />
          <Field label={t('port')} hint={t('portHint')} className="max-w-48">
            <Input
              type="number"
              min={1}
              max={65535}
              value={port}
              onChange={(event) => setPort(event.target.value)}
            />
          </Field>
          {apply.error ? <ErrorCallout error={apply.error} /> : null}
          <div>
            <Button
              type="submit"
              variant="primary"
              busy={apply.isPending}
              disabled={'bad' in read || !may('app:deploy')}
            >
              {t('apply')}
            </Button>
          </div>
        </form>
      </Panel>
    </div>
  )
}
