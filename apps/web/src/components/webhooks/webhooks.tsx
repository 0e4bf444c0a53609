'use client'

import { useQuery } from '@tanstack/react-query'
import { Webhook } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { ListPage } from '../list-page.tsx'
import { WebhookRow } from './webhook-row.tsx'

const NewWebhookDialog = dynamic(() =>
  import('./new-webhook-dialog.tsx').then((module) => module.NewWebhookDialog),
)

export function Webhooks() {
  const t = useTranslations('webhooks')
  const tenant = useTenant()
  const webhooks = useQuery(useTRPC().webhooks.list.queryOptions({ tenant }))
  const [making, setMaking] = useState(false)
  return (
    <ListPage
      title={t('title')}
      hint={t('hint')}
      add={{ text: t('create'), onClick: () => setMaking(true) }}
      empty={{ icon: Webhook, title: t('empty'), hint: t('emptyHint') }}
      query={webhooks}
      heads={[
        { text: t('name') },
        { text: t('events') },
        { text: t('repositories') },
        { text: t('state') },
        { text: t('actions'), hidden: true },
      ]}
      row={(webhook) => <WebhookRow key={webhook.id} webhook={webhook} />}
      command="berth webhooks add --name ci --url https://ci.example.com/hook --event push"
    >
      {making ? <NewWebhookDialog onClose={() => setMaking(false)} /> : null}
    </ListPage>
  )
}
