'use client'

import type { WebhookView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Dialog, DialogFooter } from '@berth/ui/dialog.tsx'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { ErrorCallout } from '../error-callout.tsx'
import { ListTable } from '../list-table.tsx'
import { QueryView } from '../query-view.tsx'
import { TableSkeleton } from '../table-skeleton.tsx'
import { DeliveryRow } from './delivery-row.tsx'

const LOOK_MS = 2000

/** What was sent last and what became of it; a test is sent from here. */
export function DeliveriesDialog({ webhook, onClose }: { webhook: WebhookView; onClose: () => void }) {
  const t = useTranslations('webhooks')
  const common = useTranslations('common')
  const about = { tenant: useTenant(), id: webhook.id }
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const deliveries = useQuery(trpc.webhooks.deliveries.queryOptions(about, { refetchInterval: LOOK_MS }))
  const onSuccess = () => queryClient.invalidateQueries({ queryKey: trpc.webhooks.deliveries.pathKey() })
  const test = useMutation(trpc.webhooks.test.mutationOptions({ onSuccess }))
  const again = useMutation(trpc.webhooks.redeliver.mutationOptions({ onSuccess }))
  const error = test.error ?? again.error
  const heads = [t('event.title'), t('sent'), t('state'), t('answer')].map((text) => ({ text }))
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={t('deliveriesOf', { name: webhook.name })}
      description={t('deliveriesHint')}
      closeLabel={common('close')}
      className="max-w-3xl text-left whitespace-normal"
    >
      <QueryView query={deliveries} skeleton={<TableSkeleton />}>
        {(list) =>
          list.length === 0 ? (
            <p className="py-6 text-center text-sm text-muted">{t('noDeliveries')}</p>
          ) : (
            <ListTable label={t('deliveries')} heads={[...heads, { text: t('actions'), hidden: true }]}>
              {list.map((delivery) => (
                <DeliveryRow
                  key={delivery.id}
                  delivery={delivery}
                  busy={again.isPending && again.variables.delivery === delivery.id}
                  onAgain={() => again.mutate({ ...about, delivery: delivery.id })}
                />
              ))}
            </ListTable>
          )
        }
      </QueryView>
      {error ? <ErrorCallout error={error} /> : null}
      <DialogFooter>
        <Button
          variant="primary"
          busy={test.isPending}
          disabled={!webhook.enabled}
          onClick={() => test.mutate(about)}
        >
          {t('test')}
        </Button>
      </DialogFooter>
    </Dialog>
  )
}
