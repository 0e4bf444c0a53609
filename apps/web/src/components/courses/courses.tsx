'use client'

import { useQuery } from '@tanstack/react-query'
import { GraduationCap } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { ListPage } from '../list-page.tsx'
import { CourseRow } from './course-row.tsx'

const NewCourseDialog = dynamic(() =>
  import('./new-course-dialog.tsx').then((module) => module.NewCourseDialog),
)

export function Courses() {
  const t = useTranslations('courses')
  const tenant = useTenant()
  const courses = useQuery(useTRPC().courses.list.queryOptions({ tenant }))
  const [making, setMaking] = useState(false)
  return (
    <ListPage
      title={t('title')}
      hint={t('hint')}
      add={{ text: t('create'), onClick: () => setMaking(true) }}
      empty={{ icon: GraduationCap, title: t('empty'), hint: t('emptyHint') }}
      query={courses}
      heads={[
        { text: t('course') },
        { text: t('students'), right: true },
        { text: t('labs'), right: true },
        { text: t('running'), right: true },
        { text: t('state') },
      ]}
      row={(course) => <CourseRow key={course.id} course={course} />}
      command="berth courses"
    >
      {making ? <NewCourseDialog onClose={() => setMaking(false)} /> : null}
    </ListPage>
  )
}
