'use client'

import { ROLES } from '@berth/core/role.ts'
import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { Skeleton } from '@berth/ui/skeleton.tsx'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { signIn } from '../../session/sign-in.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { ErrorCallout } from '../error-callout.tsx'
import { QueryView } from '../query-view.tsx'
import { DoorForm } from './door-form.tsx'
import { PasswordField } from './password-field.tsx'

export function AcceptInvitation({ token }: { token: string }) {
  const t = useTranslations('door')
  const role = useTranslations('role')
  const trpc = useTRPC()
  const invitation = useQuery(trpc.auth.invitation.queryOptions({ token }))
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const accept = useMutation(
    trpc.auth.acceptInvitation.mutationOptions({
      onSuccess: async () => {
        await signIn(invitation.data?.email ?? '', password)
        location.assign('/')
      },
    }),
  )
  return (
    <QueryView query={invitation} skeleton={<Skeleton className="h-72" />}>
      {(data) => (
        <DoorForm
          title={data.tenant ? t('joinTitle', { tenant: data.tenant }) : t('joinPlatform')}
          hint={
            data.tenant
              ? t('joinHint', {
                  email: data.email,
                  role: role(ROLES.find((one) => one === data.role) ?? 'viewer'),
                })
              : t('joinPlatformHint', { email: data.email })
          }
          action={t('join')}
          busy={accept.isPending}
          onSubmit={() => accept.mutate({ token, password, ...(name === '' ? {} : { name }) })}
          failure={accept.error ? <ErrorCallout error={accept.error} /> : null}
        >
          {data.hasAccount ? (
            <Field label={t('yourPassword')}>
              <Input
                type="password"
                autoComplete="current-password"
                required
                value={password}
                onChange={(event) => setPassword(event.target.value)}
              />
            </Field>
          ) : (
            <>
              <Field label={t('name')}>
                <Input autoComplete="name" value={name} onChange={(event) => setName(event.target.value)} />
              </Field>
              <PasswordField label={t('choosePassword')} value={password} onChange={setPassword} />
            </>
          )}
        </DoorForm>
      )}
    </QueryView>
  )
}
