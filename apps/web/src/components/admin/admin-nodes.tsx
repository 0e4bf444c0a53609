'use client'

import { Button } from '@berth/ui/button.tsx'
import { EmptyState } from '@berth/ui/empty-state.tsx'
import { PageHeader } from '@berth/ui/page-header.tsx'
import { useQuery } from '@tanstack/react-query'
import { Server } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../../trpc/provider.tsx'
import { CliHint } from '../cli-hint.tsx'
import { Page } from '../page.tsx'
import { QueryView } from '../query-view.tsx'
import { TableSkeleton } from '../table-skeleton.tsx'
import { NodeCard } from './node-card.tsx'
import { NodeImages } from './node-images.tsx'
import { PrefetchDialog } from './prefetch-dialog.tsx'
import { TlsCard } from './tls/tls-card.tsx'

const COMMANDS = [
  'berth nodes',
  'berth nodes info NODE',
  'berth nodes images NODE',
  'berth nodes prune NODE',
  'berth images prefetch REF --wait',
  'berth tls',
]

export function AdminNodes() {
  const t = useTranslations('admin')
  const images = useTranslations('nodeImages')
  const [prefetching, setPrefetching] = useState(false)
  const nodes = useQuery(useTRPC().admin.nodes.queryOptions({}, { refetchInterval: 5_000 }))
  return (
    <Page>
      <PageHeader
        title={t('nodes')}
        actions={<Button onClick={() => setPrefetching(true)}>{images('prefetch')}</Button>}
      />
      {prefetching ? <PrefetchDialog onClose={() => setPrefetching(false)} /> : null}
      <QueryView query={nodes} skeleton={<TableSkeleton />}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState icon={Server} title={t('noNodes')} />
          ) : (
            <div className="grid grid-cols-1 gap-4">
              <div className="grid gap-4 lg:grid-cols-2">
                {list.map((node) => (
                  <NodeCard key={node.id} node={node} />
                ))}
              </div>
              {list
                .filter(({ state }) => state !== 'offline')
                .map(({ id, name }) => (
                  <NodeImages key={id} node={name} />
                ))}
            </div>
          )
        }
      </QueryView>
      <TlsCard />
      <CliHint command={COMMANDS} />
    </Page>
  )
}
