'use client'

import { Status } from '@berth/ui/status.tsx'
import { useTranslations } from 'next-intl'
import { useNow } from '../../format/use-now.ts'

type Times = {
  readonly startsAt: Date | null
  readonly endsAt: Date | null
  readonly archivedAt?: Date | null
}

export function CourseStatus({ course }: { course: Times }) {
  const t = useTranslations('courses')
  const now = useNow()
  if (course.archivedAt) return <Status tone="off">{t('archived')}</Status>
  if (course.endsAt && course.endsAt <= now) return <Status tone="off">{t('over')}</Status>
  if (course.startsAt && course.startsAt > now) return <Status tone="none">{t('soon')}</Status>
  return <Status tone="ok">{t('open')}</Status>
}
