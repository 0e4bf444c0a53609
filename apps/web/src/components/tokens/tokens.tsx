'use client'

import { Button } from '@berth/ui/button.tsx'
import { EmptyState } from '@berth/ui/empty-state.tsx'
import { PageHeader } from '@berth/ui/page-header.tsx'
import { useQuery } from '@tanstack/react-query'
import { KeyRound, Plus } from 'lucide-react'
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
import { TokenRow } from './token-row.tsx'

const NewTokenDialog = dynamic(() => import('./new-token-dialog.tsx').then((module) => module.NewTokenDialog))

export function Tokens() {
  const t = useTranslations('tokens')
  const tenant = useTenant()
  const tokens = useQuery(useTRPC().tokens.list.queryOptions({ tenant }))
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
      <QueryView query={tokens} skeleton={<TableSkeleton />}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState icon={KeyRound} title={t('empty')}>
              <p className="max-w-md text-sm text-muted">{t('emptyHint')}</p>
            </EmptyState>
          ) : (
            <ListTable
              label={t('title')}
              heads={[
                { text: t('name') },
                { text: t('scopes') },
                { text: t('lastUsed') },
                { text: t('expires') },
                { text: t('revoke'), hidden: true },
              ]}
            >
              {list.map((token) => (
                <TokenRow key={token.id} token={token} />
              ))}
            </ListTable>
          )
        }
      </QueryView>
      {making ? <NewTokenDialog onClose={() => setMaking(false)} /> : null}
      <CliHint command="berth tokens create --name ci --scope app:deploy --scope registry:push --expires 30d" />
    </Page>
  )
}
