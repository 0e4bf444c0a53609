'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import { Button } from '@berth/ui/button.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../trpc/provider.tsx'
import { ErrorCallout } from '../error-callout.tsx'
import { QueryView } from '../query-view.tsx'
import { TableSkeleton } from '../table-skeleton.tsx'
import { NodeImageTable } from './node-image-table.tsx'
import { NodePulls } from './node-pulls.tsx'

/** What lies on one node, what it pulls, and what may go. */
export function NodeImages({ node }: { node: string }) {
  const t = useTranslations('nodeImages')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const images = useQuery(trpc.nodeImages.list.queryOptions({ node }, { refetchInterval: 2_000 }))
  const prune = useMutation(
    trpc.nodeImages.prune.mutationOptions({
      onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.nodeImages.list.queryKey({ node }) }),
    }),
  )
  const unused = images.data?.images.some(({ usedBy }) => usedBy.length === 0) ?? false
  return (
    <Panel
      title={t('title', { node })}
      actions={
        <Button size="sm" disabled={!unused} busy={prune.isPending} onClick={() => prune.mutate({ node })}>
          {t('prune')}
        </Button>
      }
    >
      <QueryView query={images} skeleton={<TableSkeleton />}>
        {(found) => (
          <div className="grid grid-cols-1 gap-4">
            <p className="text-sm text-muted">
              {t('space', {
                images: formatBytes(found.imageBytes),
                free: formatBytes(found.diskFreeBytes),
                disk: formatBytes(found.diskBytes),
              })}
            </p>
            {prune.error ? <ErrorCallout error={prune.error} /> : null}
            <NodePulls pulls={found.pulls} />
            {found.images.length === 0 ? (
              <p className="text-sm text-muted">{t('none')}</p>
            ) : (
              <NodeImageTable images={found.images} onRemove={(digest) => prune.mutate({ node, digest })} />
            )}
          </div>
        )}
      </QueryView>
    </Panel>
  )
}
