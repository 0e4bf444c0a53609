'use client'

import { Button } from '@berth/ui/button.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC, useTRPCClient } from '../../trpc/provider.tsx'
import { Command } from '../copy-text.tsx'
import { ErrorCallout } from '../error-callout.tsx'
import { NewAppFields } from '../new-app/new-app-fields.tsx'
import { EMPTY_FORM, nameFromImage, readNewApp } from '../new-app/new-app-form.ts'
import { NewAppFrame } from '../new-app/new-app-frame.tsx'
import { type FieldErrors, useFieldErrors } from '../run/use-field-errors.ts'
import { nameOfPicked, type PickedSource } from './picked-source.ts'
import type { PreparedSource } from './prepare/prepare-source.ts'
import { sendArchive } from './send-archive.ts'
import { SourceField } from './source-field.tsx'
import { SourceLook } from './source-look.tsx'
import { useSource } from './use-source.ts'

/** The form of an image has one field more. */
const NO_IMAGE = 'built'

/** A folder or an archive of source code, which is built and deployed; its build is shown next. */
export function NewSource() {
  const t = useTranslations('newSource')
  const newApp = useTranslations('newApp')
  const format = useFormatter()
  const tenant = useTenant()
  const router = useRouter()
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const [form, setForm] = useState({ ...EMPTY_FORM, image: NO_IMAGE })
  const { chosen, pick } = useSource()
  const [sent, setSent] = useState(0)
  const [tried, setTried] = useState(false)
  const read = readNewApp(form)
  const build = useMutation({
    mutationFn: async (asked: {
      source: PreparedSource
      request: Extract<typeof read, { request: unknown }>['request']
    }) => {
      const { app, env, image: _image, ...wish } = asked.request
      const upload = await client.builds.upload.mutate({ tenant, app })
      const { origin, content } = asked.source
      const { id: source } = await sendArchive(upload, content, setSent)
      return client.builds.start.mutate({
        tenant,
        app,
        source,
        origin,
        recipe: {},
        wish,
        ...(env && { env }),
      })
    },
    onSuccess: async (made) => {
      await queryClient.invalidateQueries({ queryKey: trpc.apps.pathKey() })
      router.push(`/t/${tenant}/apps/${made.app}/builds/${made.id}`)
    },
  })
  const found = useFieldErrors('bad' in read ? read.bad : [], build.error)
  const errors: FieldErrors = tried ? found : {}
  const source = chosen.state === 'ready' && !isHopeless(chosen.source) ? chosen.source : null
  const submit = () => {
    setTried(true)
    if (!('request' in read) || source === null) return
    setSent(0)
    build.mutate({ source, request: read.request })
  }
  const choose = (picked: PickedSource) => {
    const name = nameFromImage(nameOfPicked(picked))
    if (form.name === '') setForm({ ...form, name })
    pick(picked)
  }
  const sourceError =
    chosen.state === 'problem'
      ? t(`problem.${chosen.reason}`)
      : tried && chosen.state === 'none'
        ? t('none')
        : undefined
  return (
    <NewAppFrame
      title={t('title')}
      hint={t('hint')}
      commandHint={t('commandHint')}
      command={
        <Command command={`berth deploy ${form.name || 'APP'} --source . --wait`} className="items-start" />
      }
      onSubmit={submit}
    >
      <Panel title={t('source')}>
        <SourceField chosen={chosen} error={sourceError} onPick={choose} />
      </Panel>
      {chosen.state === 'ready' ? <SourceLook source={chosen.source} /> : null}
      <Panel title={newApp('app')}>
        <NewAppFields form={form} errors={errors} onChange={(part) => setForm({ ...form, ...part })} />
      </Panel>
      {build.error && Object.keys(errors).length === 0 ? <ErrorCallout error={build.error} /> : null}
      <div className="flex items-center gap-3">
        <Button type="submit" variant="primary" size="lg" busy={build.isPending}>
          {t('build')}
        </Button>
        {build.isPending ? (
          <span className="text-sm text-muted tabular-nums">
            {t('sending', { percent: format.number(sent, { style: 'percent' }) })}
          </span>
        ) : null}
      </div>
    </NewAppFrame>
  )
}

/** Nothing is sent that cannot be built. */
function isHopeless({ look }: PreparedSource): boolean {
  return look?.preview.kind === 'failure'
}
