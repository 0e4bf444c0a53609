'use client'

import type { CourseMemberView, TryView } from '@berth/protocol'
import { Dialog } from '@berth/ui/dialog.tsx'
import { Skeleton } from '@berth/ui/skeleton.tsx'
import { Status } from '@berth/ui/status.tsx'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../../trpc/provider.tsx'
import { QueryView } from '../../query-view.tsx'
import { Marked } from '../../markdown/marked.tsx'
import { withoutMarks } from '../../markdown/split-marks.ts'
import { When } from '../../when.tsx'
import { useCourseId } from '../use-course.ts'

/** Every time that a check looked at one student's lab, newest first, and what it printed. */
export function TriesDialog(props: {
  member: CourseMemberView
  lab: string
  title: string
  onClose: () => void
}) {
  const t = useTranslations('courses.results')
  const common = useTranslations('common')
  const course = useCourseId()
  const { member, lab } = props
  const tries = useQuery(useTRPC().courses.tries.queryOptions({ course, member: member.id, lab }))
  return (
    <Dialog
      open
      onOpenChange={props.onClose}
      title={t('history', { name: member.name })}
      description={props.title}
      closeLabel={common('close')}
      className="max-w-2xl"
    >
      <QueryView query={tries} skeleton={<Skeleton className="h-64" />}>
        {(rows) => (
          <ul aria-label={t('history', { name: member.name })} className="grid grid-cols-1 gap-3">
            {rows.map((row) => (
              <Try key={row.id} row={row} />
            ))}
          </ul>
        )}
      </QueryView>
    </Dialog>
  )
}

function Try({ row }: { row: TryView }) {
  const t = useTranslations('courses.results')
  return (
    <li className="grid grid-cols-1 gap-1 border-t pt-2 text-sm first:border-t-0 first:pt-0">
      <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Status tone={row.passed ? 'ok' : 'bad'}>{t(row.passed ? 'didPass' : 'didNot')}</Status>
        <span className="min-w-0 font-medium [overflow-wrap:anywhere]">
          <Marked text={row.title} />
        </span>
        <span className="text-xs text-muted tabular">
          <When at={row.at} /> · {row.by}
        </span>
      </span>
      {row.output === '' ? null : (
        <pre
          aria-label={t('printed', { check: withoutMarks(row.title) })}
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
          tabIndex={0}
          className="max-h-40 overflow-auto rounded-md bg-sunken p-2 font-mono text-xs -outline-offset-2 whitespace-pre-wrap [overflow-wrap:anywhere]"
        >
          {row.output}
        </pre>
      )}
    </li>
  )
}
