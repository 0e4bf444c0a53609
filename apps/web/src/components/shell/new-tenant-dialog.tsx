'use client'

import { Button } from '@berth/ui/button.tsx'
import { Dialog, DialogFooter } from '@berth/ui/dialog.tsx'
import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { useTRPC } from '../../trpc/provider.tsx'
import { ErrorCallout } from '../error-callout.tsx'

export function NewTenantDialog(props: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations('tenant')
  const common = useTranslations('common')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const router = useRouter()
  const [name, setName] = useState('')
  const create = useMutation(
    trpc.tenants.create.mutationOptions({
      onSuccess: async (tenant) => {
        await queryClient.invalidateQueries({ queryKey: trpc.me.pathKey() })
        props.onOpenChange(false)
        router.push(`/t/${tenant.name}`)
      },
    }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate({ name })
  }
  return (
    <Dialog {...props} title={t('create')} description={t('createHint')} closeLabel={common('close')}>
      <form onSubmit={submit} className="grid grid-cols-1 gap-4">
        <Field label={t('name')} hint={common('nameHint')}>
          <Input value={name} onChange={(event) => setName(event.target.value)} required autoComplete="off" />
        </Field>
        {create.error ? <ErrorCallout error={create.error} /> : null}
        <DialogFooter>
          <Button onClick={() => props.onOpenChange(false)}>{common('cancel')}</Button>
          <Button type="submit" variant="primary" busy={create.isPending}>
            {t('create')}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  )
}
