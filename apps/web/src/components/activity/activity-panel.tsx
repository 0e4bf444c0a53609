'use client'

import { Panel } from '@berth/ui/panel.tsx'
import { Skeleton } from '@berth/ui/skeleton.tsx'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { usePolling } from '../../live/live-context.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { QueryView } from '../query-view.tsx'
import { EventList } from './event-list.tsx'

/** The last things that happened. */
export function ActivityPanel({ tenant }: { tenant: string }) {
  const t = useTranslations('activity')
  const trpc = useTRPC()
  const events = useQuery(
    trpc.events.list.queryOptions({ tenant, limit: 40 }, { refetchInterval: usePolling() }),
  )
  const all = (
    <Link href={`/t/${tenant}/activity`} className="rounded-sm text-xs text-muted hover:text-ink">
      {t('all')}
    </Link>
  )
  return (
    <Panel title={t('recent')} actions={all} bodyClassName="p-0">
      <QueryView query={events} skeleton={<Skeleton className="m-4 h-32" />}>
        {(page) =>
          page.events.length === 0 ? (
            <p className="p-4 text-sm text-muted">{t('empty')}</p>
          ) : (
            <EventList tenant={tenant} events={page.events} most={8} />
          )
        }
      </QueryView>
    </Panel>
  )
}
