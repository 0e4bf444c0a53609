'use client'

import { useQuery } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { ListPage } from '../list-page.tsx'
import { TenantKeys } from '../ssh-keys/tenant-keys.tsx'
import { TokenRow } from './token-row.tsx'

const NewTokenDialog = dynamic(() => import('./new-token-dialog.tsx').then((module) => module.NewTokenDialog))

export function Tokens() {
  const t = useTranslations('tokens')
  const tenant = useTenant()
  const tokens = useQuery(useTRPC().tokens.list.queryOptions({ tenant }))
  const [making, setMaking] = useState(false)
  return (
    <ListPage
      title={t('title')}
      hint={t('hint')}
      add={{ text: t('create'), onClick: () => setMaking(true) }}
      empty={{ icon: KeyRound, title: t('empty'), hint: t('emptyHint') }}
      query={tokens}
      heads={[
        { text: t('name') },
        { text: t('scopes') },
        { text: t('lastUsed') },
        { text: t('expires') },
        { text: t('revoke'), hidden: true },
      ]}
      row={(token) => <TokenRow key={token.id} token={token} />}
      command="berth tokens create --name ci --scope app:deploy --scope registry:push --expires 30d"
    >
      <TenantKeys />
      {making ? <NewTokenDialog onClose={() => setMaking(false)} /> : null}
    </ListPage>
  )
}
