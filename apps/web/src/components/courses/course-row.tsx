'use client'

import type { CourseView } from '@berth/protocol'
import { Td, Tr } from '@berth/ui/table.tsx'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { CourseStatus } from './course-status.tsx'

export function CourseRow({ course }: { course: CourseView }) {
  const t = useTranslations('courses')
  return (
    <Tr>
      <Td>
        <Link href={`/courses/${course.id}`} className="rounded-sm font-medium hover:underline">
          {course.title}
        </Link>
        <span className="block font-mono text-xs text-faint">{course.name}</span>
      </Td>
      <Td label={t('students')} className="text-right tabular">
        {course.students}
      </Td>
      <Td label={t('labs')} className="text-right tabular">
        {course.labs}
      </Td>
      <Td label={t('running')} className="text-right tabular">
        {course.running}
      </Td>
      <Td label={t('state')}>
        <CourseStatus course={course} />
      </Td>
    </Tr>
  )
}
