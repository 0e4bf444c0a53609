'use client'

import { Button } from '@berth/ui/button.tsx'
import { EmptyState } from '@berth/ui/empty-state.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Activity } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useTRPC, useTRPCClient } from '../../trpc/provider.tsx'
import { ErrorCallout } from '../error-callout.tsx'
import { TableSkeleton } from '../table-skeleton.tsx'
import { EventList } from './event-list.tsx'

/** All events of a tenant or of one app, newest first, older ones on demand. */
export function EventHistory(props: { tenant: string; app?: string }) {
  const t = useTranslations('activity')
  const trpc = useTRPC()
  const client = useTRPCClient()
  const events = useInfiniteQuery({
    queryKey: [...trpc.events.list.pathKey(), 'history', props],
    queryFn: ({ pageParam, signal }) =>
      client.events.list.query(
        { ...props, limit: 50, ...(pageParam ? { before: pageParam } : {}) },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
  if (events.isError && !events.data) {
    return <ErrorCallout error={events.error} onRetry={() => void events.refetch()} />
  }
  if (!events.data) return <TableSkeleton rows={8} />
  const all = events.data.pages.flatMap((page) => page.events)
  if (all.length === 0) return <EmptyState icon={Activity} title={t('empty')} />
  return (
    <>
      <Panel bodyClassName="p-0">
        <EventList tenant={props.tenant} events={all} />
      </Panel>
      {events.hasNextPage ? (
        <Button
          className="self-center"
          busy={events.isFetchingNextPage}
          onClick={() => void events.fetchNextPage()}
        >
          {t('older')}
        </Button>
      ) : null}
    </>
  )
}
