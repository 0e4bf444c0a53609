'use client'

import type { AdminTenantView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Dialog, DialogFooter } from '@berth/ui/dialog.tsx'
import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type SubmitEvent, useState } from 'react'
import { useTRPC } from '../../trpc/provider.tsx'
import { ErrorCallout } from '../error-callout.tsx'
import { askedOf, quotaOf, quotaText, readQuota, SANDBOX_FIELDS } from './quota-form.ts'

const FIELDS = ['cpu', 'memory', 'containers', 'pids', 'disk', 'images'] as const

export function QuotaDialog({ tenant, onClose }: { tenant: AdminTenantView; onClose: () => void }) {
  const t = useTranslations('admin')
  const quota = useTranslations('quota')
  const common = useTranslations('common')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [text, setText] = useState(() => quotaText(quotaOf(tenant)))
  const save = useMutation(
    trpc.admin.setQuota.mutationOptions({
      onSuccess: async () => {
        onClose()
        await queryClient.invalidateQueries({ queryKey: trpc.admin.tenants.queryKey() })
      },
    }),
  )
  const read = readQuota(text)
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    if ('quota' in read) save.mutate({ tenant: tenant.name, ...askedOf(read.quota) })
  }
  const fields = (names: readonly (keyof typeof text)[]) => (
    <div className="grid gap-4 sm:grid-cols-2">
      {names.map((name) => (
        <Field
          key={name}
          label={quota(name)}
          error={'bad' in read && read.bad.includes(name) ? t('quotaBad') : undefined}
        >
          <Input value={text[name]} onChange={(event) => setText({ ...text, [name]: event.target.value })} />
        </Field>
      ))}
    </div>
  )
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={t('quotaOf', { tenant: tenant.name })}
      description={t('quotaHint')}
      closeLabel={common('close')}
    >
      <form onSubmit={submit} className="grid grid-cols-1 gap-4">
        {fields(FIELDS)}
        <h3 className="text-sm font-medium">{t('quotaOfSandboxes')}</h3>
        {fields(SANDBOX_FIELDS)}
        {save.error ? <ErrorCallout error={save.error} /> : null}
        <DialogFooter>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button type="submit" variant="primary" busy={save.isPending} disabled={'bad' in read}>
            {t('setQuota')}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  )
}
