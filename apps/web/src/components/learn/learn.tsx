'use client'

import { EmptyState } from '@berth/ui/empty-state.tsx'
import { PageHeader } from '@berth/ui/page-header.tsx'
import { Skeleton } from '@berth/ui/skeleton.tsx'
import { useQuery } from '@tanstack/react-query'
import { GraduationCap } from 'lucide-react'
import { useLocale, useTranslations } from 'next-intl'
import { useMe } from '../../session/me-context.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { Page } from '../page.tsx'
import { QueryView } from '../query-view.tsx'
import { CodeForm } from './code-form.tsx'
import { MyCourse } from './my-course.tsx'
import { ReturnLink } from './return-link.tsx'

/** what happens in courses is not told by the socket of the tenant's events */
const REFRESH_MS = 15_000

/** A student's home: their courses, and the labs to start or to go on with. */
export function Learn() {
  const t = useTranslations('learn')
  const me = useMe()
  const courses = useQuery(
    useTRPC().courses.mine.queryOptions({ language: useLocale() }, { refetchInterval: REFRESH_MS }),
  )
  return (
    <Page>
      <PageHeader title={t('title')} description={t('hint')} />
      {me.user.isGuest ? <ReturnLink /> : null}
      <QueryView query={courses} skeleton={<Skeleton className="h-64" />}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState icon={GraduationCap} title={t('empty')}>
              <p className="max-w-md text-sm text-muted">{t('emptyHint')}</p>
            </EmptyState>
          ) : (
            <div className="grid grid-cols-1 gap-6">
              {list.map((course) => (
                <MyCourse key={course.id} course={course} />
              ))}
            </div>
          )
        }
      </QueryView>
      <CodeForm />
    </Page>
  )
}
