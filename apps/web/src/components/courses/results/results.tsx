'use client'

import type { CourseMemberView, ResultsView } from '@berth/protocol'
import { EmptyState } from '@berth/ui/empty-state.tsx'
import { Table, Td, Th, Tr } from '@berth/ui/table.tsx'
import { useQuery } from '@tanstack/react-query'
import { ClipboardCheck } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../../../trpc/provider.tsx'
import { QueryView } from '../../query-view.tsx'
import { TableSkeleton } from '../../table-skeleton.tsx'
import { useCourseId } from '../use-course.ts'
import { ExportButtons } from './export-buttons.tsx'
import { LabScore } from './lab-score.tsx'
import { TriesDialog } from './tries-dialog.tsx'

/** what happens in courses is not told by the socket of the tenant's events */
const REFRESH_MS = 10_000

/** What the checks said of each student in each lab. */
export function Results() {
  const t = useTranslations('courses.results')
  const course = useCourseId()
  const results = useQuery(
    useTRPC().courses.results.queryOptions({ course }, { refetchInterval: REFRESH_MS }),
  )
  return (
    <QueryView query={results} skeleton={<TableSkeleton />}>
      {(seen) =>
        seen.students.length === 0 || seen.labs.length === 0 ? (
          <EmptyState icon={ClipboardCheck} title={t('empty')}>
            <p className="max-w-md text-sm text-muted">{t('emptyHint')}</p>
          </EmptyState>
        ) : (
          <>
            <ExportButtons />
            <ResultTable results={seen} />
          </>
        )
      }
    </QueryView>
  )
}

function ResultTable({ results }: { results: ResultsView }) {
  const t = useTranslations('courses.results')
  const [shown, setShown] = useState<{ member: CourseMemberView; lab: string } | null>(null)
  const total = results.labs.reduce((sum, { points }) => sum + points, 0)
  return (
    <>
      <Table label={t('title')}>
        <thead>
          <tr>
            <Th>{t('student')}</Th>
            {results.labs.map((lab) => (
              <Th key={lab.id}>{lab.title}</Th>
            ))}
            <Th className="text-right">{t('points', { total })}</Th>
          </tr>
        </thead>
        <tbody>
          {results.students.map(({ member, labs, points }) => (
            <Tr key={member.id}>
              <Td>
                <span className="font-medium">{member.name}</span>
                <span className="block text-xs text-muted">{member.group}</span>
              </Td>
              {labs.map((lab) => (
                <Td key={lab.lab}>
                  <LabScore result={lab} onOpen={() => setShown({ member, lab: lab.lab })} />
                </Td>
              ))}
              <Td className="text-right font-medium tabular">{points}</Td>
            </Tr>
          ))}
        </tbody>
      </Table>
      {shown ? (
        <TriesDialog
          member={shown.member}
          lab={shown.lab}
          title={results.labs.find(({ id }) => id === shown.lab)?.title ?? ''}
          onClose={() => setShown(null)}
        />
      ) : null}
    </>
  )
}
