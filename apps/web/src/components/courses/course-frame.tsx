'use client'

import type { CourseView } from '@berth/protocol'
import { PageHeader } from '@berth/ui/page-header.tsx'
import { TabLink, TabList } from '@berth/ui/tab-list.tsx'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { readBerthError } from '../../trpc/berth-error.ts'
import { ErrorCallout } from '../error-callout.tsx'
import { Page } from '../page.tsx'
import { NothingHere } from '../shell/nothing-here.tsx'
import { CourseFiles } from './course-files.tsx'
import { CourseStatus } from './course-status.tsx'
import { useCourse, useCourseId } from './use-course.ts'

const TABS = [
  { key: 'labs', path: '' },
  { key: 'class', path: '/class' },
  { key: 'people', path: '/people' },
  { key: 'results', path: '/results' },
  { key: 'settings', path: '/settings' },
] as const

/** Title and state of a course stay while the tabs change below. */
export function CourseFrame({ children }: { children: ReactNode }) {
  const t = useTranslations('courses')
  const course = useCourse()
  if (course.isError && !course.data) {
    return (
      <Page>
        {['course.not_found', 'auth.forbidden'].includes(readBerthError(course.error).code) ? (
          <NothingHere title={t('notFound')} hint={t('notFoundHint')} back="/learn">
            {t('toLearn')}
          </NothingHere>
        ) : (
          <ErrorCallout error={course.error} onRetry={() => void course.refetch()} />
        )}
      </Page>
    )
  }
  return (
    <Page>
      <PageHeader
        title={course.data?.title ?? '…'}
        description={course.data ? <CourseFacts course={course.data} /> : null}
      />
      <CourseTabs />
      {course.data ? children : null}
    </Page>
  )
}

function CourseFacts({ course }: { course: CourseView }) {
  const t = useTranslations('courses')
  const { students, running, paused } = course
  return (
    <span className="flex min-h-5 flex-wrap items-center gap-x-4 gap-y-1">
      <CourseStatus course={course} />
      <span>{t('counts', { students, running, paused })}</span>
      <CourseFiles />
    </span>
  )
}

function CourseTabs() {
  const t = useTranslations('courses.tabs')
  const base = `/courses/${useCourseId()}`
  const pathname = usePathname()
  return (
    <TabList label={t('label')}>
      {TABS.map(({ key, path }) => (
        <TabLink key={key} active={pathname === base + path}>
          <Link href={base + path}>{t(key)}</Link>
        </TabLink>
      ))}
    </TabList>
  )
}
