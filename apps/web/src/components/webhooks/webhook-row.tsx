'use client'

import type { WebhookView } from '@berth/protocol'
import { Badge } from '@berth/ui/badge.tsx'
import { Button } from '@berth/ui/button.tsx'
import { Status } from '@berth/ui/status.tsx'
import { Td, Tr } from '@berth/ui/table.tsx'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'

const EditWebhookDialog = dynamic(() =>
  import('./edit-webhook-dialog.tsx').then((module) => module.EditWebhookDialog),
)
const DeliveriesDialog = dynamic(() =>
  import('./deliveries-dialog.tsx').then((module) => module.DeliveriesDialog),
)

export function WebhookRow({ webhook }: { webhook: WebhookView }) {
  const t = useTranslations('webhooks')
  const [open, setOpen] = useState<'edit' | 'deliveries' | null>(null)
  const close = () => setOpen(null)
  return (
    <Tr>
      <Td>
        <span className="font-medium">{webhook.name}</span>
        <span className="block max-w-80 font-mono text-xs [overflow-wrap:anywhere] text-faint">
          {webhook.url}
        </span>
      </Td>
      <Td label={t('events')}>
        <span className="flex flex-wrap gap-1">
          {webhook.events.map((event) => (
            <Badge key={event}>{t(`event.${event}`)}</Badge>
          ))}
        </span>
      </Td>
      <Td label={t('repositories')}>
        <code className="font-mono text-xs">{webhook.repositories}</code>
      </Td>
      <Td label={t('state')}>
        <Status tone={webhook.enabled ? 'ok' : 'off'}>{webhook.enabled ? t('on') : t('off')}</Status>
      </Td>
      <Td className="w-px text-right whitespace-nowrap">
        <Button size="sm" variant="ghost" onClick={() => setOpen('deliveries')}>
          {t('deliveries')}
        </Button>
        <Button size="sm" variant="ghost" onClick={() => setOpen('edit')}>
          {t('edit')}
        </Button>
        {open === 'edit' ? <EditWebhookDialog webhook={webhook} onClose={close} /> : null}
        {open === 'deliveries' ? <DeliveriesDialog webhook={webhook} onClose={close} /> : null}
      </Td>
    </Tr>
  )
}
