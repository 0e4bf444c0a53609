'use client'

import type { Change } from '@berth/manifest'
import { cn } from '@berth/ui/cn.ts'
import { useTranslations } from 'next-intl'

/** How a plan writes what it does not tell. */
const UNREAD = { '(hidden)': 'hidden', '(secret)': 'secret', '(as before)': 'asBefore' } as const
const isUnread = (value: string): value is keyof typeof UNREAD => Object.hasOwn(UNREAD, value)

/** What would be different, a line each: a sign, a name, and the values before and after. */
export function ChangeList({ title, changes }: { title: string; changes: readonly Change[] }) {
  const t = useTranslations('manifest')
  const shown = (value: string | null) =>
    value !== null && isUnread(value) ? t(`unread.${UNREAD[value]}`) : value
  if (changes.length === 0) return null
  return (
    <div className="grid gap-1">
      <h3 className="text-xs font-medium text-muted">{title}</h3>
      <ul aria-label={title} className="divide-y rounded-md border font-mono text-xs">
        {changes.map(({ name, from, to }) => {
          const look = lookOf(from, to)
          return (
            <li
              key={name}
              className="grid grid-cols-[1rem_minmax(0,1fr)] gap-x-3 px-3 py-1.5 sm:grid-cols-[1rem_minmax(0,1fr)_minmax(0,2fr)]"
            >
              <span className={cn('font-semibold', look.className)}>
                <span aria-hidden>{look.sign}</span>
                <span className="sr-only">{t(look.word)}</span>
              </span>
              <span className="[overflow-wrap:anywhere]">{name}</span>
              <span className="[overflow-wrap:anywhere] text-muted max-sm:col-start-2">
                {from === null || to === null ? shown(to ?? from) : `${shown(from)} → ${shown(to)}`}
              </span>
            </li>
          )
        })}
      </ul>
    </div>
  )
}

function lookOf(from: string | null, to: string | null) {
  if (from === null) return { sign: '+', word: 'added', className: 'text-ok' } as const
  if (to === null) return { sign: '−', word: 'removed', className: 'text-bad' } as const
  return { sign: '~', word: 'changed', className: 'text-warn' } as const
}
