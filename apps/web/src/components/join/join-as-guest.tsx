'use client'

import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { signInAsGuest } from '../../session/sign-in.ts'
import { useTRPCClient } from '../../trpc/provider.tsx'
import { DoorForm } from '../door/door-form.tsx'
import { ErrorCallout } from '../error-callout.tsx'
import { keepReturn } from './return-memory.ts'

/** A name, and one is in. The link to come back by is kept in this browser, and shown in the class. */
export function JoinAsGuest({ code }: { code: string }) {
  const t = useTranslations('join')
  const client = useTRPCClient()
  const [name, setName] = useState('')
  const enter = useMutation({
    mutationFn: async () => {
      const { token } = await client.join.asGuest.mutate({ code, name })
      keepReturn(token)
      await signInAsGuest(token)
    },
    onSuccess: () => location.assign('/learn'),
  })
  return (
    <DoorForm
      below
      title={t('asGuest')}
      hint={t('asGuestHint')}
      action={t('join')}
      busy={enter.isPending || enter.isSuccess}
      onSubmit={() => enter.mutate()}
      failure={enter.error ? <ErrorCallout error={enter.error} /> : null}
    >
      <Field label={t('name')}>
        <Input
          required
          maxLength={100}
          autoComplete="name"
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
      </Field>
    </DoorForm>
  )
}
