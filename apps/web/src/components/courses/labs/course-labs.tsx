'use client'

import { Button } from '@berth/ui/button.tsx'
import { EmptyState } from '@berth/ui/empty-state.tsx'
import { useQuery } from '@tanstack/react-query'
import { FlaskConical, Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../../../trpc/provider.tsx'
import { ListTable } from '../../list-table.tsx'
import { QueryView } from '../../query-view.tsx'
import { TableSkeleton } from '../../table-skeleton.tsx'
import { useCourse, useCourseId } from '../use-course.ts'
import { CourseLabRow } from './course-lab-row.tsx'

/** what happens in courses is not told by the socket of the tenant's events */
const REFRESH_MS = 10_000

const AddLabDialog = dynamic(() => import('./add-lab-dialog.tsx').then((module) => module.AddLabDialog))

/** The labs of a course in the order in which students see them. */
export function CourseLabs() {
  const t = useTranslations('courses.lab')
  const course = useCourseId()
  const teaches = useCourse().data?.part === 'teacher'
  const labs = useQuery(useTRPC().courses.labs.list.queryOptions({ course }, { refetchInterval: REFRESH_MS }))
  const [adding, setAdding] = useState(false)
  return (
    <>
      {teaches ? (
        <div>
          <Button variant="primary" onClick={() => setAdding(true)}>
            <Plus aria-hidden />
            {t('add')}
          </Button>
        </div>
      ) : null}
      <QueryView query={labs} skeleton={<TableSkeleton />}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState icon={FlaskConical} title={t('empty')}>
              <p className="max-w-md text-sm text-muted">{t('emptyHint')}</p>
            </EmptyState>
          ) : (
            <ListTable
              label={t('title')}
              heads={[
                { text: t('lab') },
                { text: t('opens') },
                { text: t('closes') },
                { text: t('ready') },
                { text: t('running'), right: true },
                { text: t('actions'), hidden: true },
              ]}
            >
              {list.map((lab, at) => (
                <CourseLabRow key={lab.id} lab={lab} moved={movedUp(list, at)} teaches={teaches} />
              ))}
            </ListTable>
          )
        }
      </QueryView>
      {adding ? <AddLabDialog onClose={() => setAdding(false)} /> : null}
    </>
  )
}

function movedUp(list: readonly { readonly id: string }[], at: number): string[] | undefined {
  if (at === 0) return undefined
  const ids = list.map(({ id }) => id)
  return [...ids.slice(0, at - 1), ...ids.slice(at - 1, at + 1).toReversed(), ...ids.slice(at + 1)]
}
