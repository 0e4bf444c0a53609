'use client'

import type { CourseView } from '@berth/protocol'
import { EmptyState } from '@berth/ui/empty-state.tsx'
import { Lock } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useCourse } from '../use-course.ts'
import { ArchivePanel } from './archive-panel.tsx'
import { CourseForm } from './course-form.tsx'

export function CourseSettings() {
  const t = useTranslations('courses.settings')
  const course = useCourse().data
  if (!course) return null
  return course.part === 'teacher' ? (
    <Forms course={course} />
  ) : (
    <EmptyState icon={Lock} title={t('teachersOnly')} />
  )
}

function Forms({ course }: { course: CourseView }) {
  return (
    <>
      <CourseForm course={course} />
      <ArchivePanel course={course} />
    </>
  )
}
