'use client'

import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../../trpc/provider.tsx'
import { ErrorCallout } from '../error-callout.tsx'
import { DoorForm } from './door-form.tsx'
import { DoorLink } from './door-link.tsx'
import { PasswordField } from './password-field.tsx'

export function ResetForm({ token }: { token: string }) {
  const t = useTranslations('door')
  const router = useRouter()
  const [password, setPassword] = useState('')
  const reset = useMutation(
    useTRPC().auth.reset.mutationOptions({ onSuccess: () => router.replace('/signin') }),
  )
  return (
    <DoorForm
      title={t('newPasswordTitle')}
      hint={t('newPasswordHint')}
      action={t('newPasswordSet')}
      busy={reset.isPending}
      onSubmit={() => reset.mutate({ token, password })}
      failure={reset.error ? <ErrorCallout error={reset.error} /> : null}
      links={<DoorLink href="/reset">{t('resetAgain')}</DoorLink>}
    >
      <PasswordField label={t('choosePassword')} value={password} onChange={setPassword} />
    </DoorForm>
  )
}
