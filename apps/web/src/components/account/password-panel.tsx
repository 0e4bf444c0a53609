'use client'

import { Button } from '@berth/ui/button.tsx'
import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type SubmitEvent, useState } from 'react'
import { notify } from '../../notify.ts'
import { useMe } from '../../session/me-context.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { PasswordField } from '../door/password-field.tsx'
import { ErrorCallout } from '../error-callout.tsx'

export function PasswordPanel() {
  const t = useTranslations('account')
  const { user } = useMe()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const change = useMutation(
    useTRPC().account.changePassword.mutationOptions({
      onSuccess: () => {
        notify.success(t('passwordChanged'))
        setCurrent('')
        setNext('')
      },
    }),
  )
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    change.mutate({ current, next })
  }
  return (
    <Panel title={t('password')} description={t('passwordHint')}>
      <form onSubmit={submit} className="grid grid-cols-1 gap-4">
        {/* tells a password manager whose password this is */}
        <input type="hidden" name="username" autoComplete="username" value={user.email} />
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t('currentPassword')}>
            <Input
              type="password"
              autoComplete="current-password"
              required
              value={current}
              onChange={(event) => setCurrent(event.target.value)}
            />
          </Field>
          <PasswordField label={t('newPassword')} value={next} onChange={setNext} />
        </div>
        {change.error ? <ErrorCallout error={change.error} /> : null}
        <div>
          <Button type="submit" busy={change.isPending}>
            {t('changePassword')}
          </Button>
        </div>
      </form>
    </Panel>
  )
}
