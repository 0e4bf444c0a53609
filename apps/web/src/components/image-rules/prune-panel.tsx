'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import { Button } from '@berth/ui/button.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { Skeleton } from '@berth/ui/skeleton.tsx'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { notify } from '../../notify.ts'
import { useMay } from '../../session/use-may.ts'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { ErrorCallout } from '../error-callout.tsx'
import { QueryView } from '../query-view.tsx'

/** What nothing uses, and a button that takes it away. */
export function PrunePanel() {
  const t = useTranslations('imageRules.prune')
  const tenant = useTenant()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const mayPrune = useMay()('registry:delete')
  const plan = useQuery(trpc.imageRules.planPrune.queryOptions({ tenant }))
  const prune = useMutation(
    trpc.imageRules.prune.mutationOptions({
      onSuccess: async ({ bytes }) => {
        notify.success(t('done', { bytes: formatBytes(bytes) }))
        await queryClient.invalidateQueries({ queryKey: trpc.imageRules.pathKey() })
      },
    }),
  )
  return (
    <Panel title={t('title')} description={t('hint')}>
      <QueryView query={plan} skeleton={<Skeleton className="h-8" />}>
        {({ images, layers, bytes }) =>
          images + layers === 0 ? (
            <p className="text-sm text-muted">{t('nothing')}</p>
          ) : (
            <div className="flex flex-wrap items-center justify-between gap-3">
              <p className="text-sm">{t('plan', { images, layers, bytes: formatBytes(bytes) })}</p>
              {mayPrune ? (
                <Button
                  variant="danger-quiet"
                  busy={prune.isPending}
                  onClick={() => prune.mutate({ tenant })}
                >
                  {t('action')}
                </Button>
              ) : null}
            </div>
          )
        }
      </QueryView>
      {prune.error ? <ErrorCallout error={prune.error} /> : null}
    </Panel>
  )
}
