'use client'

import type { CourseView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../../../trpc/provider.tsx'
import { ConfirmByName } from '../../confirm-by-name.tsx'
import { useRefreshCourses } from '../use-refresh-courses.ts'

/** Ends a course: what runs in it ends, results stay. */
export function ArchivePanel({ course }: { course: CourseView }) {
  const t = useTranslations('courses.archive')
  const { courses } = useTRPC()
  const refresh = useRefreshCourses()
  const [asking, setAsking] = useState(false)
  const archive = useMutation(
    courses.archive.mutationOptions({
      onSuccess: async () => {
        setAsking(false)
        await refresh.onSuccess()
      },
    }),
  )
  const restore = useMutation(courses.restore.mutationOptions(refresh))
  return (
    <Panel title={t('title')} description={t('hint')}>
      {course.archivedAt ? (
        <Button busy={restore.isPending} onClick={() => restore.mutate({ course: course.id })}>
          {t('restore')}
        </Button>
      ) : (
        <Button variant="danger-quiet" onClick={() => setAsking(true)}>
          {t('archive')}
        </Button>
      )}
      <ConfirmByName
        open={asking}
        onOpenChange={setAsking}
        title={t('ask', { title: course.title })}
        name={course.name}
        action={t('archive')}
        busy={archive.isPending}
        error={archive.error}
        onConfirm={() => archive.mutate({ course: course.id })}
      >
        {t('askHint', { running: course.running, paused: course.paused })}
      </ConfirmByName>
    </Panel>
  )
}
