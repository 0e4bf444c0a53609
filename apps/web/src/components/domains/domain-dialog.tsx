'use client'

import type { DomainView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Checkbox } from '@berth/ui/checkbox.tsx'
import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { notify } from '../../notify.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { useAppName } from '../app/use-app.ts'
import { FormDialog } from './form-dialog.tsx'
import { useRefreshDoor } from './use-door.ts'

/** How a domain is served, and the end of it. */
export function DomainDialog({ domain, onClose }: { domain: DomainView; onClose: () => void }) {
  const t = useTranslations('domains')
  const trpc = useTRPC()
  const name = { ...useAppName(), host: domain.host }
  const refresh = useRefreshDoor()
  const [wish, setWish] = useState({ ...domain, redirectTo: domain.redirectTo ?? '' })
  const done = (text: string) => async () => {
    notify.success(text)
    await refresh()
    onClose()
  }
  const change = useMutation(trpc.domains.change.mutationOptions({ onSuccess: done(t('changed', name)) }))
  const remove = useMutation(trpc.domains.remove.mutationOptions({ onSuccess: done(t('removed', name)) }))
  const { tls, forceHttps, hsts, redirectTo } = wish
  return (
    <FormDialog
      title={domain.host}
      submit={t('save')}
      error={change.error ?? remove.error}
      busy={change.isPending}
      more={
        <Button variant="danger" busy={remove.isPending} onClick={() => remove.mutate(name)}>
          {t('remove')}
        </Button>
      }
      onSubmit={() => change.mutate({ ...name, tls, forceHttps, hsts, redirectTo: redirectTo || null })}
      onClose={onClose}
    >
      <Field label={t('redirectTo')} hint={t('redirectToHint')}>
        <Input
          className="font-mono"
          value={redirectTo}
          onChange={({ target }) => setWish({ ...wish, redirectTo: target.value.trim() })}
        />
      </Field>
      {(['tls', 'forceHttps', 'hsts'] as const).map((key) => (
        <Checkbox
          key={key}
          checked={wish[key]}
          onChange={({ target }) => setWish({ ...wish, [key]: target.checked })}
          label={t(key)}
          hint={t(`${key}Hint`)}
        />
      ))}
    </FormDialog>
  )
}
