'use client'

import { Button } from '@berth/ui/button.tsx'
import { Dialog, DialogFooter } from '@berth/ui/dialog.tsx'
import { Skeleton } from '@berth/ui/skeleton.tsx'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../../trpc/provider.tsx'
import { ErrorCallout } from '../../error-callout.tsx'
import { QueryView } from '../../query-view.tsx'
import { useCourseId } from '../use-course.ts'
import { useRefreshCourses } from '../use-refresh-courses.ts'

export function AddLabDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('courses.lab')
  const common = useTranslations('common')
  const course = useCourseId()
  const { labs } = useTRPC().courses
  const choices = useQuery(labs.choices.queryOptions({ course }))
  const add = useMutation(labs.add.mutationOptions({ onSuccess: useRefreshCourses().onSuccess }))
  return (
    <Dialog open onOpenChange={onClose} title={t('add')} closeLabel={common('close')}>
      <QueryView query={choices} skeleton={<Skeleton className="h-24" />}>
        {(list) =>
          list.length === 0 ? (
            <p className="text-sm text-muted">{t('noChoice')}</p>
          ) : (
            <ul className="grid grid-cols-1 gap-2">
              {list.map((lab) => (
                <li
                  key={lab.id}
                  className="flex items-center justify-between gap-3 rounded-md border px-3 py-2"
                >
                  <span className="min-w-0 text-sm">
                    <span className="block truncate font-medium">{lab.title}</span>
                    <span className="font-mono text-xs text-faint">{lab.name}</span>
                  </span>
                  <Button
                    size="sm"
                    aria-label={t('addOf', { lab: lab.title })}
                    busy={add.isPending && add.variables.lab === lab.id}
                    onClick={() => add.mutate({ course, lab: lab.id })}
                  >
                    {t('addThis')}
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </QueryView>
      {add.error ? <ErrorCallout error={add.error} /> : null}
      <DialogFooter>
        <Button onClick={onClose}>{common('done')}</Button>
      </DialogFooter>
    </Dialog>
  )
}
