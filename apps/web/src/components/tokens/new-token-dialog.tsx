'use client'

import { type Permission, PERMISSIONS } from '@berth/core/role.ts'
import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { Select } from '@berth/ui/select.tsx'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { ShownOnceDialog } from '../shown-once-dialog.tsx'
import { ScopeChoice } from './scope-choice.tsx'

const EXPIRIES = ['7', '30', '90', '365'] as const
const USUAL: readonly Permission[] = ['app:read', 'app:deploy', 'registry:pull', 'registry:push']

/** Makes a token; it is shown once, in this dialog and never again. */
export function NewTokenDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('tokens')
  const tenant = useTenant()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<readonly Permission[]>(USUAL)
  const [repositories, setRepositories] = useState('')
  const [days, setDays] = useState<(typeof EXPIRIES)[number]>('30')
  const create = useMutation(
    trpc.tokens.create.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.tokens.pathKey() }),
    }),
  )
  const forImages = scopes.some((scope) => scope.startsWith('registry:'))
  const make = () =>
    create.mutate({
      tenant,
      name,
      scopes: PERMISSIONS.filter((one) => scopes.includes(one)),
      expiresInDays: Number(days),
      repositories: forImages ? namesIn(repositories, tenant) : [],
    })
  return (
    <ShownOnceDialog
      title={t('create')}
      secret={create.data?.token}
      secretHint={t('onceHint')}
      error={create.error}
      busy={create.isPending}
      disabled={scopes.length === 0}
      onSubmit={make}
      onClose={onClose}
    >
      <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_9rem]">
        <Field label={t('name')} hint={t('nameHint')}>
          <Input required maxLength={64} value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
        <Field label={t('expires')}>
          <Select
            value={days}
            onValueChange={setDays}
            options={EXPIRIES.map((value) => ({ value, label: t('days', { count: Number(value) }) }))}
          />
        </Field>
      </div>
      <ScopeChoice value={scopes} onChange={setScopes} />
      {forImages ? (
        <Field label={t('repositories')} hint={t('repositoriesHint')}>
          <Input
            spellCheck={false}
            autoComplete="off"
            className="font-mono"
            value={repositories}
            onChange={(event) => setRepositories(event.target.value)}
          />
        </Field>
      ) : null}
    </ShownOnceDialog>
  )
}

/** Names may be parted by spaces or commas, and have the tenant in front, as docker wants it. */
function namesIn(text: string, tenant: string): string[] {
  const names = text.split(/[\s,]+/).filter((name) => name !== '')
  return names.map((name) => (name.startsWith(`${tenant}/`) ? name.slice(tenant.length + 1) : name))
}
