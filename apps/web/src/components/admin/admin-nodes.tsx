'use client'

import { EmptyState } from '@berth/ui/empty-state.tsx'
import { PageHeader } from '@berth/ui/page-header.tsx'
import { useQuery } from '@tanstack/react-query'
import { Server } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../trpc/provider.tsx'
import { CliHint } from '../cli-hint.tsx'
import { Page } from '../page.tsx'
import { QueryView } from '../query-view.tsx'
import { TableSkeleton } from '../table-skeleton.tsx'
import { NodeCard } from './node-card.tsx'

export function AdminNodes() {
  const t = useTranslations('admin')
  const nodes = useQuery(useTRPC().admin.nodes.queryOptions({}, { refetchInterval: 5_000 }))
  return (
    <Page>
      <PageHeader title={t('nodes')} />
      <QueryView query={nodes} skeleton={<TableSkeleton />}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState icon={Server} title={t('noNodes')} />
          ) : (
            <div className="grid gap-4 lg:grid-cols-2">
              {list.map((node) => (
                <NodeCard key={node.id} node={node} />
              ))}
            </div>
          )
        }
      </QueryView>
      <CliHint command="berth nodes" />
    </Page>
  )
}
