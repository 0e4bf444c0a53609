'use client'

import type { CronView } from '@berth/protocol'
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import { joinWords } from '../../../../format/shell-words.ts'
import { When } from '../../../when.tsx'
import { useAppName } from '../../use-app.ts'
import { JobStatus } from '../job-status.tsx'
import { EntryActions } from './entry-actions.tsx'
import { useScheduleText } from './use-schedule-text.ts'

const SHOWN_TIMES = 3

/** An entry: when, what, when next, how the last run ended. */
export function CronRow(props: { entry: CronView; onAct: (act: 'change' | 'remove') => void }) {
  const t = useTranslations('jobs')
  const { tenant, app } = useAppName()
  const { entry } = props
  const words = useScheduleText()(entry.schedule)
  const next = entry.next.slice(0, SHOWN_TIMES)
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3 text-sm">
      <span className="grid min-w-0 flex-1 basis-64 gap-1">
        <span className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
          <span className="font-medium">{entry.name}</span>
          {words === null ? null : <span>{words}</span>}
          <span className="text-xs text-muted">
            <code className="font-mono">{entry.schedule}</code> · {entry.timezone}
          </span>
        </span>
        <code className="font-mono text-xs [overflow-wrap:anywhere]">{joinWords(entry.command)}</code>
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-muted">
          <span>
            {entry.pausedBy === null ? null : t('pausedBy', { by: entry.pausedBy })}
            {entry.pausedBy === null && next.length === 0 ? t('neverNext') : null}
            {next.length === 0 ? null : t('next')}
            {next.map((at, i) => (
              <span key={at.toISOString()}>
                {i === 0 ? ' ' : ' · '}
                <When at={at} />
              </span>
            ))}
          </span>
          {entry.last === null ? (
            <span>{t('noLast')}</span>
          ) : (
            <Link
              href={`/t/${tenant}/apps/${app}/jobs/${entry.last.id}`}
              className="inline-flex items-center gap-2 rounded-sm"
            >
              {t('last')} <JobStatus state={entry.last.state} /> <When at={entry.last.createdAt} />
            </Link>
          )}
        </span>
      </span>
      <EntryActions entry={entry} onAct={props.onAct} />
    </li>
  )
}
