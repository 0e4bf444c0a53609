'use client'

import { Button } from '@berth/ui/button.tsx'
import { PageHeader } from '@berth/ui/page-header.tsx'
import { useQuery } from '@tanstack/react-query'
import { UserPlus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useMay } from '../../session/use-may.ts'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { ListTable } from '../list-table.tsx'
import { Page } from '../page.tsx'
import { QueryView } from '../query-view.tsx'
import { TableSkeleton } from '../table-skeleton.tsx'
import { InvitationList } from './invitation-list.tsx'
import { MemberRow } from './member-row.tsx'

const InviteDialog = dynamic(() => import('./invite-dialog.tsx').then((module) => module.InviteDialog))

export function Members() {
  const t = useTranslations('members')
  const tenant = useTenant()
  const may = useMay()
  const members = useQuery(useTRPC().members.list.queryOptions({ tenant }))
  const [inviting, setInviting] = useState(false)
  const invite = may('member:manage') ? (
    <Button variant="primary" onClick={() => setInviting(true)}>
      <UserPlus aria-hidden />
      {t('invite')}
    </Button>
  ) : null
  return (
    <Page>
      <PageHeader title={t('title')} description={t('hint')} actions={invite} />
      <QueryView query={members} skeleton={<TableSkeleton />}>
        {(list) => (
          <ListTable
            label={t('title')}
            heads={[
              { text: t('person') },
              { text: t('role') },
              { text: t('since'), right: true },
              { text: t('actions'), hidden: true },
            ]}
          >
            {list.map((member) => (
              <MemberRow key={member.userId} member={member} />
            ))}
          </ListTable>
        )}
      </QueryView>
      {may('member:manage') ? <InvitationList tenant={tenant} /> : null}
      {inviting ? <InviteDialog open onOpenChange={setInviting} /> : null}
    </Page>
  )
}
