'use client'

import { Button } from '@berth/ui/button.tsx'
import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type SubmitEvent, useState } from 'react'
import { notify } from '../../notify.ts'
import { useMe } from '../../session/me-context.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { ErrorCallout } from '../error-callout.tsx'

export function ProfilePanel() {
  const t = useTranslations('account')
  const { user } = useMe()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [name, setName] = useState(user.name ?? '')
  const save = useMutation(
    trpc.account.updateProfile.mutationOptions({
      onSuccess: async () => {
        notify.success(t('saved'))
        await queryClient.invalidateQueries({ queryKey: trpc.me.pathKey() })
      },
    }),
  )
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    save.mutate({ name })
  }
  return (
    <Panel title={t('profile')}>
      <form onSubmit={submit} className="grid grid-cols-1 gap-4">
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t('name')}>
            <Input autoComplete="name" value={name} onChange={(event) => setName(event.target.value)} />
          </Field>
          <Field label={t('email')}>
            <Input value={user.email} readOnly />
          </Field>
        </div>
        {save.error ? <ErrorCallout error={save.error} /> : null}
        <div>
          <Button type="submit" busy={save.isPending} disabled={name === (user.name ?? '')}>
            {t('save')}
          </Button>
        </div>
      </form>
    </Panel>
  )
}
