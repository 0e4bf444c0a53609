'use client'

import { Button } from '@berth/ui/button.tsx'
import { Dialog, DialogFooter } from '@berth/ui/dialog.tsx'
import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type SubmitEvent, useState } from 'react'
import { nameFromText } from '../../format/name-from-text.ts'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { ErrorCallout } from '../error-callout.tsx'

export function NewCourseDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('courses')
  const common = useTranslations('common')
  const tenant = useTenant()
  const router = useRouter()
  const [title, setTitle] = useState('')
  /** null: as the title has it */
  const [typed, setTyped] = useState<string | null>(null)
  const name = typed ?? nameFromText(title)
  const create = useMutation(
    useTRPC().courses.create.mutationOptions({ onSuccess: ({ id }) => router.push(`/courses/${id}`) }),
  )
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    create.mutate({ tenant, title, name })
  }
  return (
    <Dialog open onOpenChange={onClose} title={t('create')} closeLabel={common('close')}>
      <form onSubmit={submit} className="grid grid-cols-1 gap-4">
        <Field label={t('courseTitle')} hint={t('titleHint')}>
          <Input required maxLength={120} value={title} onChange={({ target }) => setTitle(target.value)} />
        </Field>
        <Field label={t('name')} hint={common('nameHint')}>
          <Input
            required
            maxLength={32}
            spellCheck={false}
            autoComplete="off"
            value={name}
            onChange={({ target }) => setTyped(target.value)}
          />
        </Field>
        {create.error ? <ErrorCallout error={create.error} /> : null}
        <DialogFooter>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button type="submit" variant="primary" busy={create.isPending || create.isSuccess}>
            {t('create')}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  )
}
