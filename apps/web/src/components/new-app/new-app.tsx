'use client'

import { Button } from '@berth/ui/button.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { Command } from '../copy-text.tsx'
import { ErrorCallout } from '../error-callout.tsx'
import { LimitsFields } from '../limits/limits-fields.tsx'
import { useQuotaLeft } from '../limits/use-quota-left.ts'
import { RunFields } from '../run/run-fields.tsx'
import { type FieldErrors, useFieldErrors } from '../run/use-field-errors.ts'
import { deployCommand } from './deploy-command.ts'
import { ImageField } from './image-field.tsx'
import { NewAppFields } from './new-app-fields.tsx'
import { nameFromImage, readNewApp } from './new-app-form.ts'
import { MoreOptions } from './more-options.tsx'
import { useDraft } from './use-draft.ts'
import { NewAppFrame } from './new-app-frame.tsx'

/** The fields that are always in sight. */
const FIRST: readonly string[] = ['image', 'name', 'port', 'env']

/** One form, its command beside it. Input stays over errors and reloads. */
export function NewApp() {
  const t = useTranslations('newApp')
  const tenant = useTenant()
  const router = useRouter()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { form, change, forget } = useDraft(tenant)
  const [tried, setTried] = useState(false)
  const [named, setNamed] = useState(false)
  const deploy = useMutation(
    trpc.apps.deploy.mutationOptions({
      onSuccess: async (made) => {
        forget()
        await queryClient.invalidateQueries({ queryKey: trpc.apps.pathKey() })
        router.push(`/t/${tenant}/apps/${made.app}`)
      },
    }),
  )
  const read = readNewApp(form)
  const found = useFieldErrors(
    'bad' in read ? [...read.bad, ...read.badLimits, ...read.badRun] : [],
    deploy.error,
  )
  const errors: FieldErrors = tried ? found : {}
  const submit = () => {
    setTried(true)
    if ('request' in read) deploy.mutate({ tenant, ...read.request })
  }
  return (
    <NewAppFrame
      hint={t('hint')}
      command={<Command command={deployCommand(form)} className="items-start" />}
      onSubmit={submit}
    >
      <Panel title={t('image')}>
        <ImageField
          tenant={tenant}
          value={form.image}
          error={errors.image}
          onChange={(image) => change({ image, ...(named ? {} : { name: nameFromImage(image) }) })}
        />
      </Panel>
      <Panel title={t('app')}>
        <NewAppFields
          form={form}
          errors={errors}
          onChange={(part) => {
            if ('name' in part) setNamed(part.name !== '')
            change(part)
          }}
        />
      </Panel>
      <MoreOptions wrong={Object.keys(errors).some((name) => !FIRST.includes(name))}>
        <section className="grid grid-cols-1 gap-3">
          <h3 className="text-sm font-semibold">{t('limits')}</h3>
          <LimitsFields
            value={form.limits}
            errors={errors}
            left={useQuotaLeft(tenant)}
            onChange={(limits) => change({ limits })}
          />
        </section>
        <section className="grid grid-cols-1 gap-3">
          <h3 className="text-sm font-semibold">{t('run')}</h3>
          <RunFields value={form.run} errors={errors} onChange={(run) => change({ run })} />
        </section>
      </MoreOptions>
      {deploy.error && Object.keys(errors).length === 0 ? <ErrorCallout error={deploy.error} /> : null}
      <div>
        <Button type="submit" variant="primary" size="lg" busy={deploy.isPending}>
          {t('deploy')}
        </Button>
      </div>
    </NewAppFrame>
  )
}
