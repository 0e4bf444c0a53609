'use client'

import type { BroadcastView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Dialog } from '@berth/ui/dialog.tsx'
import { Skeleton } from '@berth/ui/skeleton.tsx'
import { useQuery } from '@tanstack/react-query'
import { FileText, SquareTerminal } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../../../trpc/provider.tsx'
import { useCourseId } from '../../courses/use-course.ts'
import { QueryView } from '../../query-view.tsx'
import { When } from '../../when.tsx'
import { Counts } from './counts.tsx'
import { Matrix } from './matrix.tsx'

const REFRESH_MS = 3_000

/** Files and commands that were sent to the class, and what became of each. */
export function SentDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('wall.broadcast')
  const common = useTranslations('common')
  const course = useCourseId()
  const [shown, setShown] = useState<string | null>(null)
  const sent = useQuery(
    useTRPC().classes.broadcasts.queryOptions({ course }, { refetchInterval: REFRESH_MS }),
  )
  return (
    <Dialog open onOpenChange={onClose} title={t('sent')} closeLabel={common('close')} className="max-w-2xl">
      {shown === null ? (
        <QueryView query={sent} skeleton={<Skeleton className="h-40" />}>
          {(rows) =>
            rows.length === 0 ? (
              <p className="text-sm text-muted">{t('nothingSent')}</p>
            ) : (
              <ul className="grid grid-cols-1 gap-2">
                {rows.map((row) => (
                  <SentRow key={row.id} row={row} onOpen={() => setShown(row.id)} />
                ))}
              </ul>
            )
          }
        </QueryView>
      ) : (
        <div className="grid grid-cols-1 gap-3">
          <Button size="sm" className="justify-self-start" onClick={() => setShown(null)}>
            {t('back')}
          </Button>
          <Matrix id={shown} />
        </div>
      )}
    </Dialog>
  )
}

function SentRow({ row, onOpen }: { row: BroadcastView; onOpen: () => void }) {
  const t = useTranslations('wall.broadcast')
  const Icon = row.kind === 'file' ? FileText : SquareTerminal
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md border px-3 py-2">
      <Icon aria-label={t(row.kind)} className="size-4 shrink-0 text-muted" />
      <span className="min-w-0 flex-1 basis-48">
        <span className="block truncate font-mono text-xs">{row.what}</span>
        <span className="text-xs text-muted">
          {row.by} · <When at={row.at} />
        </span>
        <Counts counts={row.counts} />
      </span>
      <Button size="sm" aria-label={t('resultsOf', { what: row.what })} onClick={onOpen}>
        {t('results')}
      </Button>
    </li>
  )
}
