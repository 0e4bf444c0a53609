'use client'

import { Button } from '@berth/ui/button.tsx'
import { EmptyState } from '@berth/ui/empty-state.tsx'
import { PageHeader } from '@berth/ui/page-header.tsx'
import { useQuery } from '@tanstack/react-query'
import { Plus, Webhook } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { CliHint } from '../cli-hint.tsx'
import { ListTable } from '../list-table.tsx'
import { Page } from '../page.tsx'
import { QueryView } from '../query-view.tsx'
import { TableSkeleton } from '../table-skeleton.tsx'
import { WebhookRow } from './webhook-row.tsx'

const NewWebhookDialog = dynamic(() =>
  import('./new-webhook-dialog.tsx').then((module) => module.NewWebhookDialog),
)

export function Webhooks() {
  const t = useTranslations('webhooks')
  const tenant = useTenant()
  const webhooks = useQuery(useTRPC().webhooks.list.queryOptions({ tenant }))
  const [making, setMaking] = useState(false)
  const create = (
    <Button variant="primary" onClick={() => setMaking(true)}>
      <Plus aria-hidden />
      {t('create')}
    </Button>
  )
  return (
    <Page>
      <PageHeader title={t('title')} description={t('hint')} actions={create} />
      <QueryView query={webhooks} skeleton={<TableSkeleton />}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState icon={Webhook} title={t('empty')}>
              <p className="max-w-md text-sm text-muted">{t('emptyHint')}</p>
            </EmptyState>
          ) : (
            <ListTable
              label={t('title')}
              heads={[
                { text: t('name') },
                { text: t('events') },
                { text: t('repositories') },
                { text: t('state') },
                { text: t('actions'), hidden: true },
              ]}
            >
              {list.map((webhook) => (
                <WebhookRow key={webhook.id} webhook={webhook} />
              ))}
            </ListTable>
          )
        }
      </QueryView>
      {making ? <NewWebhookDialog onClose={() => setMaking(false)} /> : null}
      <CliHint command="berth webhooks add --name ci --url https://ci.example.com/hook --event push" />
    </Page>
  )
}
