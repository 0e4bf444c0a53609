'use client'

import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../../trpc/provider.tsx'
import { useAppName } from '../app/use-app.ts'
import { FormDialog } from './form-dialog.tsx'
import { useRefreshDoor } from './use-door.ts'

/** A name and its password; who is there already gets this password. */
export function VisitorDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('appDoor')
  const app = useAppName()
  const refresh = useRefreshDoor()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const onSuccess = async () => {
    await refresh()
    onClose()
  }
  const set = useMutation(useTRPC().door.setUser.mutationOptions({ onSuccess }))
  return (
    <FormDialog
      title={t('addVisitor')}
      hint={t('visitorHint')}
      submit={t('addVisitor')}
      error={set.error}
      busy={set.isPending}
      onSubmit={() => set.mutate({ ...app, name, password })}
      onClose={onClose}
    >
      <Field label={t('visitorName')}>
        <Input
          required
          maxLength={64}
          autoComplete="off"
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
      </Field>
      <Field label={t('password')} hint={t('passwordHint')}>
        <Input
          required
          type="password"
          minLength={8}
          maxLength={128}
          autoComplete="new-password"
          value={password}
          onChange={({ target }) => setPassword(target.value)}
        />
      </Field>
    </FormDialog>
  )
}
