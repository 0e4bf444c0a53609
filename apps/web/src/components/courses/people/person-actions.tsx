'use client'

import type { CourseMemberView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { useMutation } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { notify } from '../../../notify.ts'
import { useTRPC } from '../../../trpc/provider.tsx'
import { useCourseId } from '../use-course.ts'
import { useRefreshCourses } from '../use-refresh-courses.ts'

const RemoveDialog = dynamic(() => import('./remove-dialog.tsx').then((module) => module.RemoveDialog))

/** What a teacher does with one person of the roster. */
export function PersonActions({ person }: { person: CourseMemberView }) {
  const t = useTranslations('courses.people')
  const { name } = person
  const [removing, setRemoving] = useState(false)
  if (person.removedAt !== null) return <RestoreButton person={person} />
  return (
    <span className="flex justify-end gap-1">
      {person.hasLink ? <EndLinkButton person={person} /> : null}
      <Button
        size="sm"
        variant="ghost"
        aria-label={t('removeOf', { name })}
        onClick={() => setRemoving(true)}
      >
        {t('remove')}
      </Button>
      {removing ? <RemoveDialog person={person} onClose={() => setRemoving(false)} /> : null}
    </span>
  )
}

function EndLinkButton({ person: { id, name } }: { person: CourseMemberView }) {
  const t = useTranslations('courses.people')
  const course = useCourseId()
  const refresh = useRefreshCourses()
  const end = useMutation(
    useTRPC().courses.members.endLink.mutationOptions({
      ...refresh,
      onSuccess: async () => {
        notify.success(t('linkEnded', { name }))
        await refresh.onSuccess()
      },
    }),
  )
  return (
    <Button
      size="sm"
      variant="ghost"
      busy={end.isPending}
      aria-label={t('endLinkOf', { name })}
      onClick={() => end.mutate({ course, member: id })}
    >
      {t('endLink')}
    </Button>
  )
}

function RestoreButton({ person: { id, name } }: { person: CourseMemberView }) {
  const t = useTranslations('courses.people')
  const course = useCourseId()
  const restore = useMutation(useTRPC().courses.members.restore.mutationOptions(useRefreshCourses()))
  return (
    <Button
      size="sm"
      variant="ghost"
      busy={restore.isPending}
      aria-label={t('restoreOf', { name })}
      onClick={() => restore.mutate({ course, member: id })}
    >
      {t('restore')}
    </Button>
  )
}
