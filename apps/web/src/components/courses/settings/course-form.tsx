'use client'

import type { CourseView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Checkbox } from '@berth/ui/checkbox.tsx'
import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { Textarea } from '@berth/ui/textarea.tsx'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type SubmitEvent, useState } from 'react'
import { notify } from '../../../notify.ts'
import { useTRPC } from '../../../trpc/provider.tsx'
import { ErrorCallout } from '../../error-callout.tsx'
import { DateTimeField } from '../date-time-field.tsx'
import { NumberField } from '../number-field.tsx'
import { useRefreshCourses } from '../use-refresh-courses.ts'

export function CourseForm({ course }: { course: CourseView }) {
  const t = useTranslations('courses.settings')
  const { onSuccess } = useRefreshCourses()
  const { title, description, startsAt, endsAt, guests, maximum, perStudent } = course
  const [draft, setDraft] = useState({ title, description, startsAt, endsAt, guests, maximum, perStudent })
  const set = (part: Partial<typeof draft>) => setDraft((was) => ({ ...was, ...part }))
  const change = useMutation(
    useTRPC().courses.change.mutationOptions({
      onSuccess: async () => {
        notify.success(t('saved'))
        await onSuccess()
      },
    }),
  )
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    change.mutate({ course: course.id, change: draft })
  }
  return (
    <Panel title={t('title')}>
      <form onSubmit={submit} className="grid max-w-2xl gap-4 sm:grid-cols-2">
        <Field label={t('courseTitle')} className="sm:col-span-2">
          <Input
            required
            maxLength={120}
            value={draft.title}
            onChange={({ target }) => set({ title: target.value })}
          />
        </Field>
        <Field label={t('description')} hint={t('descriptionHint')} className="sm:col-span-2">
          <Textarea value={draft.description} onChange={({ target }) => set({ description: target.value })} />
        </Field>
        <DateTimeField label={t('starts')} value={draft.startsAt} onChange={(at) => set({ startsAt: at })} />
        <DateTimeField label={t('ends')} value={draft.endsAt} onChange={(at) => set({ endsAt: at })} />
        <NumberField
          label={t('maximum')}
          hint={t('maximumHint')}
          min={1}
          max={2000}
          required
          value={draft.maximum}
          onChange={(value) => set({ maximum: value ?? 1 })}
        />
        <NumberField
          label={t('perStudent')}
          min={1}
          max={10}
          required
          value={draft.perStudent}
          onChange={(value) => set({ perStudent: value ?? 1 })}
        />
        <Checkbox
          className="sm:col-span-2"
          label={t('guests')}
          hint={t('guestsHint')}
          checked={draft.guests}
          onChange={({ target }) => set({ guests: target.checked })}
        />
        {change.error ? (
          <div className="sm:col-span-2">
            <ErrorCallout error={change.error} />
          </div>
        ) : null}
        <div className="sm:col-span-2">
          <Button type="submit" variant="primary" busy={change.isPending}>
            {t('save')}
          </Button>
        </div>
      </form>
    </Panel>
  )
}
