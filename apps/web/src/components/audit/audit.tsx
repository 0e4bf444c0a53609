'use client'

import { Button } from '@berth/ui/button.tsx'
import { EmptyState } from '@berth/ui/empty-state.tsx'
import { PageHeader } from '@berth/ui/page-header.tsx'
import { useInfiniteQuery } from '@tanstack/react-query'
import { ScrollText } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC, useTRPCClient } from '../../trpc/provider.tsx'
import { ErrorCallout } from '../error-callout.tsx'
import { ListTable } from '../list-table.tsx'
import { Page } from '../page.tsx'
import { TableSkeleton } from '../table-skeleton.tsx'
import { AuditRow } from './audit-row.tsx'

/** Who did or tried what. */
export function Audit() {
  const t = useTranslations('audit')
  const tenant = useTenant()
  const trpc = useTRPC()
  const client = useTRPCClient()
  const audit = useInfiniteQuery({
    queryKey: [...trpc.audit.list.pathKey(), 'history', tenant],
    queryFn: ({ pageParam, signal }) =>
      client.audit.list.query({ tenant, limit: 50, ...(pageParam ? { before: pageParam } : {}) }, { signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
  const entries = audit.data?.pages.flatMap((page) => page.entries) ?? []
  return (
    <Page>
      <PageHeader title={t('title')} description={t('hint')} />
      {audit.isError && !audit.data ? (
        <ErrorCallout error={audit.error} onRetry={() => void audit.refetch()} />
      ) : null}
      {audit.isPending ? <TableSkeleton rows={8} /> : null}
      {audit.data && entries.length === 0 ? <EmptyState icon={ScrollText} title={t('empty')} /> : null}
      {entries.length > 0 ? (
        <ListTable
          label={t('title')}
          heads={[
            { text: t('when') },
            { text: t('who') },
            { text: t('action') },
            { text: t('target') },
            { text: t('outcome') },
            { text: t('from') },
          ]}
        >
          {entries.map((entry) => (
            <AuditRow key={entry.id} entry={entry} />
          ))}
        </ListTable>
      ) : null}
      {audit.hasNextPage ? (
        <Button
          className="self-center"
          busy={audit.isFetchingNextPage}
          onClick={() => void audit.fetchNextPage()}
        >
          {t('older')}
        </Button>
      ) : null}
    </Page>
  )
}
