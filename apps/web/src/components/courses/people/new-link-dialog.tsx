'use client'

import { Button } from '@berth/ui/button.tsx'
import { Dialog, DialogFooter } from '@berth/ui/dialog.tsx'
import { Field } from '@berth/ui/field.tsx'
import { Select } from '@berth/ui/select.tsx'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type SubmitEvent, useState } from 'react'
import { useTRPC } from '../../../trpc/provider.tsx'
import { ErrorCallout } from '../../error-callout.tsx'
import { NumberField } from '../number-field.tsx'
import { useCourseId } from '../use-course.ts'
import { useRefreshCourses } from '../use-refresh-courses.ts'

/** hours; 0: for ever */
const LIVES = ['2', '24', '168', '0'] as const
const HOUR_MS = 3_600_000

export function NewLinkDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('courses.links')
  const common = useTranslations('common')
  const course = useCourseId()
  const { onSuccess } = useRefreshCourses()
  const [life, setLife] = useState<(typeof LIVES)[number]>('168')
  const [limit, setLimit] = useState<number | null>(100)
  const create = useMutation(
    useTRPC().courses.members.createLink.mutationOptions({
      onSuccess: async () => {
        await onSuccess()
        onClose()
      },
    }),
  )
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    const expiresAt = life === '0' ? null : new Date(Date.now() + Number(life) * HOUR_MS)
    create.mutate({ course, limit, expiresAt })
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('create')}
      description={t('createHint')}
      closeLabel={common('close')}
    >
      <form onSubmit={submit} className="grid grid-cols-1 gap-4">
        <Field label={t('life')}>
          <Select
            value={life}
            onValueChange={setLife}
            options={LIVES.map((value) => ({ value, label: t(`lives.${value}`) }))}
          />
        </Field>
        <NumberField
          label={t('limit')}
          hint={t('limitHint')}
          min={1}
          max={2000}
          value={limit}
          onChange={setLimit}
        />
        {create.error ? <ErrorCallout error={create.error} /> : null}
        <DialogFooter>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button type="submit" variant="primary" busy={create.isPending}>
            {t('create')}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  )
}
