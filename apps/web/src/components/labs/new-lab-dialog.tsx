'use client'

import { emptyLab } from '@berth/lab/empty-lab.ts'
import { Button } from '@berth/ui/button.tsx'
import { Dialog, DialogFooter } from '@berth/ui/dialog.tsx'
import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type SubmitEvent, useState } from 'react'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { ErrorCallout } from '../error-callout.tsx'

/** A name, and a git address if the lab lies at one; else it begins with the smallest lab there is. */
export function NewLabDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('labs')
  const common = useTranslations('common')
  const tenant = useTenant()
  const router = useRouter()
  const trpc = useTRPC()
  const [draft, setDraft] = useState({ name: '', url: '', branch: '', directory: '' })
  const onSuccess = ({ name }: { name: string }) => router.push(`/t/${tenant}/labs/${name}`)
  const save = useMutation(trpc.labs.save.mutationOptions({ onSuccess }))
  const fetch = useMutation(trpc.labs.fetch.mutationOptions({ onSuccess }))
  const failed = draft.url === '' ? save.error : fetch.error
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    const { name, url, branch, directory } = draft
    if (url === '') return save.mutate({ tenant, name, files: emptyLab(t('emptyTitle')), isNew: true })
    const place = { ...(branch !== '' && { branch }), ...(directory !== '' && { directory }) }
    return fetch.mutate({ tenant, name, url, isNew: true, ...place })
  }
  const text = (key: keyof typeof draft) => ({
    value: draft[key],
    spellCheck: false,
    autoComplete: 'off',
    onChange: ({ target }: { target: { value: string } }) =>
      setDraft((was) => ({ ...was, [key]: target.value })),
  })
  return (
    <Dialog open onOpenChange={onClose} title={t('create')} closeLabel={common('close')}>
      <form onSubmit={submit} className="grid grid-cols-1 gap-4">
        <Field label={t('name')} hint={common('nameHint')}>
          <Input required maxLength={32} {...text('name')} />
        </Field>
        <Field label={t('url')} hint={t('urlHint')}>
          <Input maxLength={2000} placeholder="https://git.example.org/labs.git" {...text('url')} />
        </Field>
        {draft.url === '' ? null : (
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label={t('branch')} hint={t('branchHint')}>
              <Input maxLength={255} {...text('branch')} />
            </Field>
            <Field label={t('directory')} hint={t('directoryHint')}>
              <Input maxLength={1024} {...text('directory')} />
            </Field>
          </div>
        )}
        {failed ? <ErrorCallout error={failed} /> : null}
        <DialogFooter>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button type="submit" variant="primary" busy={save.isPending || fetch.isPending}>
            {t('create')}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  )
}
