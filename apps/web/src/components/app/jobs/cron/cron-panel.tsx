'use client'

import type { CronView } from '@berth/protocol'
import { Panel } from '@berth/ui/panel.tsx'
import { Skeleton } from '@berth/ui/skeleton.tsx'
import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { usePolling } from '../../../../live/live-context.ts'
import { useTRPC } from '../../../../trpc/provider.tsx'
import { AddButton } from '../../../domains/add-button.tsx'
import { QueryView } from '../../../query-view.tsx'
import { useAppName } from '../../use-app.ts'
import { CronRow } from './cron-row.tsx'

const EntryDialog = dynamic(() => import('./entry-dialog.tsx').then((module) => module.EntryDialog))
const RemoveEntryDialog = dynamic(() =>
  import('./remove-entry-dialog.tsx').then((module) => module.RemoveEntryDialog),
)

type Doing = { readonly act: 'change' | 'remove'; readonly entry: CronView } | { readonly act: 'add' }

/** What runs by the clock. */
export function CronPanel() {
  const t = useTranslations('jobs')
  const cron = useQuery(useTRPC().jobs.cron.queryOptions(useAppName(), { refetchInterval: usePolling() }))
  const [doing, setDoing] = useState<Doing | null>(null)
  const close = () => setDoing(null)
  return (
    <Panel
      title={t('cron')}
      description={t('cronHint')}
      actions={<AddButton text={t('addEntry')} onClick={() => setDoing({ act: 'add' })} />}
      bodyClassName="p-0"
    >
      <QueryView query={cron} skeleton={<Skeleton className="h-16" />}>
        {(entries) =>
          entries.length === 0 ? (
            <p className="px-4 py-6 text-sm text-muted">{t('noCron')}</p>
          ) : (
            <ul aria-label={t('cron')} className="divide-y">
              {entries.map((entry) => (
                <CronRow key={entry.name} entry={entry} onAct={(act) => setDoing({ act, entry })} />
              ))}
            </ul>
          )
        }
      </QueryView>
      {doing?.act === 'add' ? <EntryDialog entry={null} onClose={close} /> : null}
      {doing?.act === 'change' ? <EntryDialog entry={doing.entry} onClose={close} /> : null}
      {doing?.act === 'remove' ? <RemoveEntryDialog name={doing.entry.name} onClose={close} /> : null}
    </Panel>
  )
}
