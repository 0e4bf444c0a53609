'use client'

import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { Select } from '@berth/ui/select.tsx'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { splitWords } from '../../../format/shell-words.ts'
import { useTRPC } from '../../../trpc/provider.tsx'
import { FormDialog } from '../../domains/form-dialog.tsx'
import { useApp, useAppName } from '../use-app.ts'
import { useRefreshJobs } from './use-refresh-jobs.ts'

const MINUTE_MS = 60_000

/** A command in a container of its own, which goes on when this page is left. */
export function RunDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('jobs')
  const name = useAppName()
  const router = useRouter()
  const refresh = useRefreshJobs()
  const trpc = useTRPC()
  const app = useApp()
  const releases = useQuery(trpc.releases.list.queryOptions(name))
  const serving = releases.data?.find(({ number }) => number === app.data?.release)
  const processes = Object.keys(serving?.processes ?? {})
  const [wish, setWish] = useState({ line: '', process: '', minutes: '60' })
  const run = useMutation(
    trpc.jobs.run.mutationOptions({
      onSuccess: async ({ id }) => {
        await refresh()
        router.push(`/t/${name.tenant}/apps/${name.app}/jobs/${id}`)
      },
    }),
  )
  const command = splitWords(wish.line)
  const submit = () => {
    if (!command || command.length === 0) return
    const timeoutMs = Math.round(Number(wish.minutes) * MINUTE_MS)
    run.mutate({ ...name, command, timeoutMs, ...(wish.process !== '' && { process: wish.process }) })
  }
  return (
    <FormDialog
      title={t('run')}
      hint={t('runHint')}
      submit={t('runNow')}
      error={run.error}
      busy={run.isPending}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field
        label={t('command')}
        hint={t('commandHint')}
        error={command === null ? t('openQuote') : undefined}
      >
        <Input
          required
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          className="font-mono"
          placeholder="ls -l /"
          value={wish.line}
          onChange={({ target }) => setWish({ ...wish, line: target.value })}
        />
      </Field>
      <Field label={t('process')} hint={t('processHint')}>
        <Select
          value={wish.process}
          onValueChange={(process) => setWish({ ...wish, process })}
          options={[
            { value: '', label: t('noProcess') },
            ...processes.map((value) => ({ value, label: value })),
          ]}
        />
      </Field>
      <Field label={t('timeout')}>
        <Input
          required
          type="number"
          min={1}
          max={1440}
          value={wish.minutes}
          onChange={({ target }) => setWish({ ...wish, minutes: target.value })}
        />
      </Field>
    </FormDialog>
  )
}
