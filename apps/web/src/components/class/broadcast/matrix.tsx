'use client'

import type { BroadcastRow, BroadcastState, BroadcastWhole } from '@berth/protocol'
import { Badge } from '@berth/ui/badge.tsx'
import { Skeleton } from '@berth/ui/skeleton.tsx'
import { Table, Td, Th, Tr } from '@berth/ui/table.tsx'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../../trpc/provider.tsx'
import { useCourseId } from '../../courses/use-course.ts'
import { QueryView } from '../../query-view.tsx'
import { Counts } from './counts.tsx'
import { Settle } from './settle.tsx'

const OPEN_MS = 1_000

/** What became of each student's, as it happens. */
export function Matrix({ id }: { id: string }) {
  const course = useCourseId()
  const whole = useQuery(
    useTRPC().classes.broadcast.queryOptions(
      { course, broadcast: id },
      { refetchInterval: ({ state }) => (state.data?.isOpen === false ? false : OPEN_MS) },
    ),
  )
  return (
    <QueryView query={whole} skeleton={<Skeleton className="h-64" />}>
      {(seen) => <Rows whole={seen} />}
    </QueryView>
  )
}

function Rows({ whole }: { whole: BroadcastWhole }) {
  const t = useTranslations('wall.broadcast')
  return (
    <div className="grid grid-cols-1 gap-3">
      <p className="font-mono text-xs [overflow-wrap:anywhere] whitespace-pre-wrap">{whole.what}</p>
      <Counts counts={whole.counts} />
      <Settle whole={whole} />
      <Table label={t('results')} cards className="max-h-[50dvh] overflow-y-auto">
        <thead>
          <tr>
            <Th>{t('student')}</Th>
            <Th>{t('state')}</Th>
            <Th>{t('said')}</Th>
          </tr>
        </thead>
        <tbody>
          {whole.rows.map((row) => (
            <Tr key={row.sandbox}>
              <Td label={t('student')} className="align-top font-medium">
                {row.name}
              </Td>
              <Td label={t('state')} className="align-top">
                <Badge tone={TONES[row.state]}>{t(`states.${row.state}`)}</Badge>
              </Td>
              <Td label={t('said')} className="align-top">
                <Said row={row} />
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </div>
  )
}

const TONES: Record<BroadcastState, 'neutral' | 'ok' | 'bad' | 'accent' | 'warn'> = {
  waiting: 'neutral',
  away: 'warn',
  running: 'accent',
  done: 'ok',
  failed: 'bad',
  missed: 'warn',
}

/** Why it failed, and the last lines that it printed. */
function Said({ row }: { row: BroadcastRow }) {
  const t = useTranslations('wall.broadcast')
  const errors = useTranslations('errors')
  const { error, code, output, path, state } = row
  return (
    <div className="grid min-w-0 gap-1 text-xs">
      {error === null ? null : <span>{error === 'file.changed' ? t('theirs') : errors(error)}</span>}
      {code === null || code === 0 ? null : <span className="tabular">{t('ended', { code })}</span>}
      {path === null || state !== 'done' ? null : (
        <span className="font-mono [overflow-wrap:anywhere]">{path}</span>
      )}
      {output === '' ? null : (
        <pre
          aria-label={t('outputOf', { name: row.name })}
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
          tabIndex={0}
          className="max-h-32 overflow-auto rounded-md bg-sunken p-2 font-mono -outline-offset-2 whitespace-pre-wrap [overflow-wrap:anywhere]"
        >
          {output}
        </pre>
      )}
    </div>
  )
}
