'use client'

import { Button } from '@berth/ui/button.tsx'
import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { signIn, startOidc } from '../../session/sign-in.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { DoorForm } from './door-form.tsx'
import { DoorLink } from './door-link.tsx'
import { safeNext } from './safe-next.ts'
import { SignInFailure } from './sign-in-failure.tsx'

export function SignInForm() {
  const t = useTranslations('door')
  const search = useSearchParams()
  const next = safeNext(search.get('next'))
  const config = useQuery(useTRPC().auth.config.queryOptions())
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const enter = useMutation({
    mutationFn: () => signIn(email, password),
    onSuccess: (result) => {
      if (result.ok) location.assign(next)
    },
  })
  const oidc = useMutation({ mutationFn: () => startOidc(next), onSuccess: (url) => location.assign(url) })
  const refused = enter.data?.ok === false ? enter.data.reason : search.get('error')
  const links = (
    <>
      <DoorLink href="/reset">{t('forgot')}</DoorLink>
      {config.data?.signup === 'open' ? <DoorLink href="/signup">{t('noAccount')}</DoorLink> : null}
    </>
  )
  return (
    <DoorForm
      title={t('signIn')}
      action={t('signIn')}
      busy={enter.isPending || enter.data?.ok === true}
      onSubmit={() => enter.mutate()}
      failure={<SignInFailure refused={refused} error={enter.error ?? oidc.error} />}
      links={links}
    >
      <Field label={t('email')}>
        <Input
          type="email"
          name="email"
          autoComplete="username"
          required
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
      </Field>
      <Field label={t('password')}>
        <Input
          type="password"
          name="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </Field>
      {config.data?.oidc ? (
        <Button size="lg" className="order-last" busy={oidc.isPending} onClick={() => oidc.mutate()}>
          {t('signInWith', { provider: config.data.oidc })}
        </Button>
      ) : null}
    </DoorForm>
  )
}
