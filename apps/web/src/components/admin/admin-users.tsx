'use client'

import { Button } from '@berth/ui/button.tsx'
import { PageHeader } from '@berth/ui/page-header.tsx'
import { useQuery } from '@tanstack/react-query'
import { UserPlus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../../trpc/provider.tsx'
import { ListTable } from '../list-table.tsx'
import { Page } from '../page.tsx'
import { QueryView } from '../query-view.tsx'
import { TableSkeleton } from '../table-skeleton.tsx'
import { UserRow } from './user-row.tsx'

const InviteUserDialog = dynamic(() =>
  import('./invite-user-dialog.tsx').then((module) => module.InviteUserDialog),
)

export function AdminUsers() {
  const t = useTranslations('admin')
  const users = useQuery(useTRPC().admin.users.queryOptions({}))
  const [inviting, setInviting] = useState(false)
  const invite = (
    <Button variant="primary" onClick={() => setInviting(true)}>
      <UserPlus aria-hidden />
      {t('inviteUser')}
    </Button>
  )
  return (
    <Page>
      <PageHeader title={t('users')} actions={invite} />
      <QueryView query={users} skeleton={<TableSkeleton rows={6} />}>
        {(list) => (
          <ListTable
            label={t('users')}
            heads={[
              { text: t('user') },
              { text: t('state') },
              { text: t('lastSeen'), right: true },
              { text: t('since'), right: true },
              { text: t('actions'), hidden: true },
            ]}
          >
            {list.map((user) => (
              <UserRow key={user.id} user={user} />
            ))}
          </ListTable>
        )}
      </QueryView>
      {inviting ? <InviteUserDialog onClose={() => setInviting(false)} /> : null}
    </Page>
  )
}
