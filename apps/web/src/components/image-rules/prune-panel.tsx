'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import type { PruneView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { Skeleton } from '@berth/ui/skeleton.tsx'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { notify } from '../../notify.ts'
import { useMay } from '../../session/use-may.ts'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { ConfirmDialog } from '../confirm-dialog.tsx'
import { QueryView } from '../query-view.tsx'

/** What nothing uses, and a button that takes it away. */
export function PrunePanel() {
  const t = useTranslations('imageRules.prune')
  const tenant = useTenant()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const mayPrune = useMay()('registry:delete')
  const [asks, setAsks] = useState(false)
  const plan = useQuery(trpc.imageRules.planPrune.queryOptions({ tenant }))
  const prune = useMutation(
    trpc.imageRules.prune.mutationOptions({
      onSuccess: async ({ bytes }) => {
        setAsks(false)
        notify.success(t('done', { bytes: formatBytes(bytes) }))
        await queryClient.invalidateQueries({ queryKey: trpc.imageRules.pathKey() })
      },
    }),
  )
  const words = ({ images, layers, bytes }: PruneView) =>
    t('plan', { images, layers, bytes: formatBytes(bytes) })
  return (
    <Panel title={t('title')} description={t('hint')}>
      <QueryView query={plan} skeleton={<Skeleton className="h-8" />}>
        {(view) =>
          view.images + view.layers === 0 ? (
            <p className="text-sm text-muted">{t('nothing')}</p>
          ) : (
            <div className="flex flex-wrap items-center justify-between gap-3">
              <p className="text-sm">{words(view)}</p>
              {mayPrune ? (
                <Button variant="danger-quiet" onClick={() => setAsks(true)}>
                  {t('action')}
                </Button>
              ) : null}
            </div>
          )
        }
      </QueryView>
      {asks && plan.data ? (
        <ConfirmDialog
          title={t('confirm')}
          action={t('action')}
          busy={prune.isPending}
          error={prune.error}
          onConfirm={() => prune.mutate({ tenant })}
          onClose={() => setAsks(false)}
        >
          <p className="text-sm">{words(plan.data)}</p>
        </ConfirmDialog>
      ) : null}
    </Panel>
  )
}
