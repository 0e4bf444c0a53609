'use client'

import { COURSE_PARTS, type CoursePart } from '@berth/core/course.ts'
import type { PersonalInviteView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Dialog, DialogFooter } from '@berth/ui/dialog.tsx'
import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { Select } from '@berth/ui/select.tsx'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type SubmitEvent, useState } from 'react'
import { useTRPC } from '../../../trpc/provider.tsx'
import { ErrorCallout } from '../../error-callout.tsx'
import { ShownOnce } from '../../shown-once.tsx'
import { useCourseId } from '../use-course.ts'
import { useRefreshCourses } from '../use-refresh-courses.ts'

/** Puts somebody on the roster and makes their own link, mailed where that is possible. */
export function AddPersonDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('courses.people')
  const parts = useTranslations('courses.parts')
  const common = useTranslations('common')
  const course = useCourseId()
  const { members } = useTRPC().courses
  const { onSuccess } = useRefreshCourses()
  const [person, setPerson] = useState({ name: '', email: '', part: 'student' as CoursePart })
  const invite = useMutation(members.invite.mutationOptions({ onSuccess }))
  const add = useMutation(
    members.add.mutationOptions({
      onSuccess: ({ id }) => invite.mutate({ course, members: [id], mail: true }),
    }),
  )
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    add.mutate({ course, person: { ...person, group: null, externalId: null } })
  }
  const link = invite.data?.[0]
  const set = (part: Partial<typeof person>) => setPerson((was) => ({ ...was, ...part }))
  return (
    <Dialog open onOpenChange={onClose} title={t('add')} closeLabel={common('close')}>
      {link ? (
        <>
          <MadeLink made={link} />
          <DialogFooter>
            <Button variant="primary" onClick={onClose}>
              {common('done')}
            </Button>
          </DialogFooter>
        </>
      ) : (
        <form onSubmit={submit} className="grid grid-cols-1 gap-4">
          <Field label={t('name')}>
            <Input
              required
              maxLength={120}
              value={person.name}
              onChange={({ target }) => set({ name: target.value })}
            />
          </Field>
          <Field label={t('email')}>
            <Input
              type="email"
              required
              value={person.email}
              onChange={({ target }) => set({ email: target.value })}
            />
          </Field>
          <Field label={t('part')} hint={t(`partHint.${person.part}`)}>
            <Select
              value={person.part}
              onValueChange={(part) => set({ part })}
              options={COURSE_PARTS.map((value) => ({ value, label: parts(value) }))}
            />
          </Field>
          {(add.error ?? invite.error) ? <ErrorCallout error={add.error ?? invite.error} /> : null}
          <DialogFooter>
            <Button onClick={onClose}>{common('cancel')}</Button>
            <Button type="submit" variant="primary" busy={add.isPending || invite.isPending}>
              {t('add')}
            </Button>
          </DialogFooter>
        </form>
      )}
    </Dialog>
  )
}

function MadeLink({ made: { link, email, mail } }: { made: PersonalInviteView }) {
  const t = useTranslations('courses.people')
  if (link === null) return <p className="text-sm">{t('mailQueued', { email })}</p>
  return <ShownOnce text={link} hint={t(mail === 'sent' ? 'mailedTo' : 'linkFor', { email })} />
}
