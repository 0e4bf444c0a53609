'use client'

import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { signIn } from '../../session/sign-in.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { ErrorCallout } from '../error-callout.tsx'
import { DoorForm } from './door-form.tsx'
import { DoorLink } from './door-link.tsx'
import { PasswordField } from './password-field.tsx'

export function SignUpForm() {
  const t = useTranslations('door')
  const common = useTranslations('common')
  const trpc = useTRPC()
  const config = useQuery(trpc.auth.config.queryOptions())
  const [form, setForm] = useState({ email: '', name: '', tenant: '', password: '' })
  const set = (part: Partial<typeof form>) => setForm((was) => ({ ...was, ...part }))
  const signUp = useMutation(
    trpc.auth.signUp.mutationOptions({
      onSuccess: async () => {
        await signIn(form.email, form.password)
        location.assign('/')
      },
    }),
  )
  const haveAccount = <DoorLink href="/signin">{t('haveAccount')}</DoorLink>
  if (config.data && config.data.signup !== 'open') {
    return (
      <div className="grid grid-cols-1 gap-3">
        <h1 className="text-xl font-semibold">{t('closedTitle')}</h1>
        <p className="text-sm text-muted">{t('closedHint')}</p>
        <p className="text-sm">{haveAccount}</p>
      </div>
    )
  }
  const submit = () => {
    const { name, tenant, ...rest } = form
    signUp.mutate({ ...rest, ...(name ? { name } : {}), ...(tenant ? { tenant } : {}) })
  }
  return (
    <DoorForm
      title={t('signUp')}
      action={t('signUp')}
      busy={signUp.isPending}
      onSubmit={submit}
      failure={signUp.error ? <ErrorCallout error={signUp.error} /> : null}
      links={haveAccount}
    >
      <Field label={t('email')}>
        <Input
          type="email"
          autoComplete="username"
          required
          value={form.email}
          onChange={(event) => set({ email: event.target.value })}
        />
      </Field>
      <Field label={t('name')}>
        <Input
          autoComplete="name"
          value={form.name}
          onChange={(event) => set({ name: event.target.value })}
        />
      </Field>
      <Field label={t('tenant')} hint={common('nameHint')}>
        <Input
          autoComplete="organization"
          required
          value={form.tenant}
          onChange={(event) => set({ tenant: event.target.value })}
        />
      </Field>
      <PasswordField label={t('password')} value={form.password} onChange={(password) => set({ password })} />
    </DoorForm>
  )
}
