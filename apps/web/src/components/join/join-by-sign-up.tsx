'use client'

import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { signIn } from '../../session/sign-in.ts'
import { readBerthError } from '../../trpc/berth-error.ts'
import { useTRPCClient } from '../../trpc/provider.tsx'
import { DoorForm } from '../door/door-form.tsx'
import { PasswordField } from '../door/password-field.tsx'
import { ErrorCallout } from '../error-callout.tsx'
import { ProveEmail } from './prove-email.tsx'

/** `email`: the one that a personal invitation is for; null: whichever. */
export function JoinBySignUp({ code, email }: { code: string; email: string | null }) {
  const t = useTranslations('join')
  const client = useTRPCClient()
  const [form, setForm] = useState({ email: email ?? '', name: '', password: '' })
  const set = (part: Partial<typeof form>) => setForm((was) => ({ ...was, ...part }))
  const enter = useMutation({
    mutationFn: async () => {
      await client.auth.signUp.mutate({ ...form, ...(email === null ? {} : { course: code }) })
      await signIn(form.email, form.password)
      await client.join.enter.mutate({ code })
    },
    onSuccess: () => location.assign('/learn'),
  })
  return (
    <DoorForm
      below
      title={t('signUp')}
      action={t('signUpAndJoin')}
      busy={enter.isPending || enter.isSuccess}
      onSubmit={() => enter.mutate()}
      failure={enter.error ? <Refused error={enter.error} code={code} email={form.email} /> : null}
    >
      <Field label={t('email')}>
        <Input
          type="email"
          required
          readOnly={email !== null}
          autoComplete="username"
          value={form.email}
          onChange={({ target }) => set({ email: target.value })}
        />
      </Field>
      <Field label={t('name')}>
        <Input
          required
          maxLength={100}
          autoComplete="name"
          value={form.name}
          onChange={({ target }) => set({ name: target.value })}
        />
      </Field>
      <PasswordField label={t('password')} value={form.password} onChange={(password) => set({ password })} />
    </DoorForm>
  )
}

/** The account is there by then: what may be missing is the proof that the e-mail is theirs. */
function Refused({ error, code, email }: { error: unknown; code: string; email: string }) {
  const isUnproven = readBerthError(error).code === 'course.email_unproven'
  return (
    <>
      <ErrorCallout error={error} />
      {isUnproven ? <ProveEmail code={code} email={email} /> : null}
    </>
  )
}
