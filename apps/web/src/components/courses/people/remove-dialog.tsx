'use client'

import type { CourseMemberView } from '@berth/protocol'
import { Checkbox } from '@berth/ui/checkbox.tsx'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { notify } from '../../../notify.ts'
import { useTRPC } from '../../../trpc/provider.tsx'
import { ConfirmDialog } from '../../confirm-dialog.tsx'
import { useCourseId } from '../use-course.ts'
import { useRefreshCourses } from '../use-refresh-courses.ts'

/** Removes somebody; a guest for good, unless the code that they came by is to stay. */
export function RemoveDialog({ person, onClose }: { person: CourseMemberView; onClose: () => void }) {
  const t = useTranslations('courses.people')
  const course = useCourseId()
  const { onSuccess } = useRefreshCourses()
  const isGuest = person.email === null
  const [newCode, setNewCode] = useState(isGuest)
  const { name } = person
  const remove = useMutation(
    useTRPC().courses.members.remove.mutationOptions({
      onSuccess: async ({ code }) => {
        if (code !== null) notify.success(t('codeNow', { name, code }))
        await onSuccess()
        onClose()
      },
    }),
  )
  return (
    <ConfirmDialog
      title={t('removeTitle', { name })}
      hint={t('removeHint')}
      action={t('remove')}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ course, member: person.id, newCode })}
      onClose={onClose}
    >
      {isGuest ? (
        <Checkbox
          label={t('newCode')}
          hint={t('newCodeHint')}
          checked={newCode}
          onChange={({ target }) => setNewCode(target.checked)}
        />
      ) : null}
    </ConfirmDialog>
  )
}
