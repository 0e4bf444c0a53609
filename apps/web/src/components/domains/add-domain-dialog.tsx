'use client'

import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { notify } from '../../notify.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { useAppName } from '../app/use-app.ts'
import { FormDialog } from './form-dialog.tsx'
import { useRefreshDoor } from './use-door.ts'

export function AddDomainDialog({ target, onClose }: { target: string; onClose: () => void }) {
  const t = useTranslations('domains')
  const name = useAppName()
  const refresh = useRefreshDoor()
  const [host, setHost] = useState('')
  const [redirectTo, setRedirectTo] = useState('')
  const onSuccess = async () => {
    notify.success(t('added', { host }))
    await refresh()
    onClose()
  }
  const add = useMutation(useTRPC().domains.add.mutationOptions({ onSuccess }))
  return (
    <FormDialog
      title={t('add')}
      hint={t('addHint', { target })}
      submit={t('add')}
      error={add.error}
      busy={add.isPending}
      onSubmit={() => add.mutate({ ...name, host, redirectTo: redirectTo || null })}
      onClose={onClose}
    >
      <Field label={t('host')} hint={t('hostHint')}>
        <Input
          required
          autoCapitalize="none"
          spellCheck={false}
          placeholder="www.example.org"
          className="font-mono"
          value={host}
          onChange={({ target: { value } }) => setHost(value.trim())}
        />
      </Field>
      <Field label={t('redirectTo')} hint={t('redirectToHint')}>
        <Input
          autoCapitalize="none"
          spellCheck={false}
          placeholder="example.org"
          className="font-mono"
          value={redirectTo}
          onChange={({ target: { value } }) => setRedirectTo(value.trim())}
        />
      </Field>
    </FormDialog>
  )
}
