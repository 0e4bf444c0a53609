'use client'

import { Callout } from '@berth/ui/callout.tsx'
import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../../trpc/provider.tsx'
import { ErrorCallout } from '../error-callout.tsx'
import { DoorForm } from './door-form.tsx'
import { DoorLink } from './door-link.tsx'

/** The answer is the same whether or not the address has an account. */
export function RequestResetForm() {
  const t = useTranslations('door')
  const trpc = useTRPC()
  const config = useQuery(trpc.auth.config.queryOptions())
  const [email, setEmail] = useState('')
  const request = useMutation(trpc.auth.requestReset.mutationOptions())
  const back = <DoorLink href="/signin">{t('backToSignIn')}</DoorLink>
  if (request.isSuccess) {
    return (
      <div className="grid grid-cols-1 gap-4">
        <h1 className="text-xl font-semibold">{t('resetSent')}</h1>
        <p className="text-sm text-muted">{t('resetSentHint', { email })}</p>
        <p className="text-sm">{back}</p>
      </div>
    )
  }
  return (
    <DoorForm
      title={t('resetTitle')}
      hint={t('resetHint')}
      action={t('resetSend')}
      busy={request.isPending}
      onSubmit={() => request.mutate({ email })}
      failure={request.error ? <ErrorCallout error={request.error} /> : null}
      links={back}
    >
      {config.data?.mail === false ? <Callout tone="info" title={t('noMail')} /> : null}
      <Field label={t('email')}>
        <Input
          type="email"
          autoComplete="username"
          required
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
      </Field>
    </DoorForm>
  )
}
