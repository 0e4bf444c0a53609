'use client'

import type { CourseMemberView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Checkbox } from '@berth/ui/checkbox.tsx'
import { Dialog, DialogFooter } from '@berth/ui/dialog.tsx'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { notify } from '../../../notify.ts'
import { useTRPC } from '../../../trpc/provider.tsx'
import { ErrorCallout } from '../../error-callout.tsx'
import { useCourseId } from '../use-course.ts'
import { useRefreshCourses } from '../use-refresh-courses.ts'

/** Removes somebody; a guest for good, unless the code that they came by is to stay. */
export function RemoveDialog({ person, onClose }: { person: CourseMemberView; onClose: () => void }) {
  const t = useTranslations('courses.people')
  const common = useTranslations('common')
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
    <Dialog
      open
      onOpenChange={onClose}
      title={t('removeTitle', { name })}
      description={t('removeHint')}
      closeLabel={common('close')}
    >
      {isGuest ? (
        <Checkbox
          label={t('newCode')}
          hint={t('newCodeHint')}
          checked={newCode}
          onChange={({ target }) => setNewCode(target.checked)}
        />
      ) : null}
      {remove.error ? <ErrorCallout error={remove.error} /> : null}
      <DialogFooter>
        <Button onClick={onClose}>{common('cancel')}</Button>
        <Button
          variant="danger"
          busy={remove.isPending}
          onClick={() => remove.mutate({ course, member: person.id, newCode })}
        >
          {t('remove')}
        </Button>
      </DialogFooter>
    </Dialog>
  )
}
