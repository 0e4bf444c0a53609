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
import { NewAppFields } from '../new-app/new-app-fields.tsx'
import { EMPTY_FORM, nameFromImage, readNewApp } from '../new-app/new-app-form.ts'
import { NewAppFrame } from '../new-app/new-app-frame.tsx'
import { type FieldErrors, useFieldErrors } from '../run/use-field-errors.ts'
import { gitCommand } from './git-command.ts'
import { EMPTY_GIT, GitFields } from './git-fields.tsx'

/** The form of an image has one field more. */
const NO_IMAGE = 'built'

/** A repository at another git server, which is fetched, built and deployed; its build is shown next. */
export function NewGit() {
  const t = useTranslations('newGit')
  const newApp = useTranslations('newApp')
  const tenant = useTenant()
  const router = useRouter()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [form, setForm] = useState({ ...EMPTY_FORM, image: NO_IMAGE })
  const [git, setGit] = useState(EMPTY_GIT)
  const [named, setNamed] = useState(false)
  const [tried, setTried] = useState(false)
  const deploy = useMutation(
    trpc.git.deploy.mutationOptions({
      onSuccess: async (build) => {
        await queryClient.invalidateQueries({ queryKey: trpc.apps.pathKey() })
        router.push(`/t/${tenant}/apps/${form.name}/builds/${build.id}`)
      },
    }),
  )
  const read = readNewApp(form)
  const found = useFieldErrors('bad' in read ? read.bad : [], deploy.error)
  const errors: FieldErrors = tried ? found : {}
  const url = git.url.trim()
  const submit = () => {
    setTried(true)
    if (!('request' in read) || url === '') return
    const { app, env, image: _image, ...wish } = read.request
    const { branch, directory } = git
    deploy.mutate({
      ...{ tenant, app, url, wish, ...(env && { env }) },
      ...(branch === '' ? {} : { branch }),
      ...(directory === '' ? {} : { directory }),
    })
  }
  return (
    <NewAppFrame
      hint={t('hint')}
      command={
        <>
          <Command command={gitCommand(form.name, git)} className="items-start" />
          <h2 className="mt-4 text-sm font-semibold">{t('private')}</h2>
          <p className="text-xs text-muted">{t('privateHint')}</p>
          <Command command={`berth git key ${form.name || 'APP'}`} className="items-start" />
        </>
      }
      onSubmit={submit}
    >
      <Panel title={t('repository')}>
        <GitFields
          value={git}
          error={tried && url === '' ? t('urlBad') : undefined}
          onChange={(part) => {
            setGit({ ...git, ...part })
            if (part.url !== undefined && !named)
              setForm({ ...form, name: nameFromImage(part.url.trim().replace(/(?:\.git)?\/*$/, '')) })
          }}
        />
      </Panel>
      <Panel title={newApp('app')}>
        <NewAppFields
          form={form}
          errors={errors}
          onChange={(part) => {
            if ('name' in part) setNamed(part.name !== '')
            setForm({ ...form, ...part })
          }}
        />
      </Panel>
      {deploy.error && Object.keys(errors).length === 0 ? <ErrorCallout error={deploy.error} /> : null}
      <div>
        <Button type="submit" variant="primary" size="lg" busy={deploy.isPending}>
          {t('deploy')}
        </Button>
      </div>
    </NewAppFrame>
  )
}
