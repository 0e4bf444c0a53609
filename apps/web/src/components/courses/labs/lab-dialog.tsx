'use client'

import type { CourseLabView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Dialog, DialogFooter } from '@berth/ui/dialog.tsx'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type SubmitEvent, useState } from 'react'
import { useTRPC } from '../../../trpc/provider.tsx'
import { ConfirmDialog } from '../../confirm-dialog.tsx'
import { ErrorCallout } from '../../error-callout.tsx'
import { DateTimeField } from '../date-time-field.tsx'
import { NumberField } from '../number-field.tsx'
import { useCourseId } from '../use-course.ts'
import { useRefreshCourses } from '../use-refresh-courses.ts'

/** When a lab is open in this course, and how its class starts it. */
export function LabDialog({ lab, onClose }: { lab: CourseLabView; onClose: () => void }) {
  const t = useTranslations('courses.lab')
  const common = useTranslations('common')
  const course = useCourseId()
  const { labs } = useTRPC().courses
  const { onSuccess } = useRefreshCourses()
  const { opensAt, closesAt, startAllAt, reserved, initial, warmFrom, warmUntil, capacity } = lab
  const [draft, setDraft] = useState({
    ...{ opensAt, closesAt, startAllAt, reserved, initial, warmFrom, warmUntil, capacity },
  })
  const [removing, setRemoving] = useState(false)
  const set = (part: Partial<typeof draft>) => setDraft((was) => ({ ...was, ...part }))
  const done = {
    onSuccess: async () => {
      await onSuccess()
      onClose()
    },
  }
  const change = useMutation(labs.change.mutationOptions(done))
  const remove = useMutation(labs.remove.mutationOptions(done))
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    change.mutate({ course, id: lab.id, change: draft })
  }
  return (
    <Dialog open onOpenChange={onClose} title={lab.title} closeLabel={common('close')} className="max-w-2xl">
      <form onSubmit={submit} className="grid grid-cols-1 gap-4 sm:grid-cols-2">
        <DateTimeField label={t('opens')} value={draft.opensAt} onChange={(at) => set({ opensAt: at })} />
        <DateTimeField label={t('closes')} value={draft.closesAt} onChange={(at) => set({ closesAt: at })} />
        <DateTimeField
          label={t('startAll')}
          hint={t('startAllHint')}
          value={draft.startAllAt}
          onChange={(at) => set({ startAllAt: at })}
        />
        <NumberField
          label={t('capacity')}
          hint={t('capacityHint')}
          min={1}
          max={2000}
          value={draft.capacity}
          onChange={(value) => set({ capacity: value })}
        />
        <NumberField
          label={t('reserved')}
          hint={t('reservedHint')}
          max={500}
          required
          value={draft.reserved}
          onChange={(value) => set({ reserved: value ?? 0 })}
        />
        <NumberField
          label={t('initial')}
          hint={t('initialHint')}
          max={500}
          required
          value={draft.initial}
          onChange={(value) => set({ initial: value ?? 0 })}
        />
        <DateTimeField
          label={t('warmFrom')}
          value={draft.warmFrom}
          onChange={(at) => set({ warmFrom: at })}
        />
        <DateTimeField
          label={t('warmUntil')}
          value={draft.warmUntil}
          onChange={(at) => set({ warmUntil: at })}
        />
        <div className="sm:col-span-2">
          {change.error ? <ErrorCallout error={change.error} /> : null}
          <DialogFooter>
            <Button variant="danger-quiet" className="mr-auto" onClick={() => setRemoving(true)}>
              {t('remove')}
            </Button>
            <Button onClick={onClose}>{common('cancel')}</Button>
            <Button type="submit" variant="primary" busy={change.isPending}>
              {t('save')}
            </Button>
          </DialogFooter>
        </div>
      </form>
      {removing ? (
        <ConfirmDialog
          title={t('removeTitle', { lab: lab.title })}
          hint={t('removeHint')}
          action={t('removeAction')}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate({ course, id: lab.id })}
          onClose={() => setRemoving(false)}
        />
      ) : null}
    </Dialog>
  )
}
