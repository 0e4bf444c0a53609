'use client'

import { Button } from '@berth/ui/button.tsx'
import { PageHeader } from '@berth/ui/page-header.tsx'
import { Table, Th } from '@berth/ui/table.tsx'
import { useQuery } from '@tanstack/react-query'
import { UserPlus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../../trpc/provider.tsx'
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
          <Table label={t('users')}>
            <thead>
              <tr>
                <Th>{t('user')}</Th>
                <Th>{t('state')}</Th>
                <Th className="text-right">{t('lastSeen')}</Th>
                <Th className="text-right">{t('since')}</Th>
                <Th>
                  <span className="sr-only">{t('actions')}</span>
                </Th>
              </tr>
            </thead>
            <tbody>
              {list.map((user) => (
                <UserRow key={user.id} user={user} />
              ))}
            </tbody>
          </Table>
        )}
      </QueryView>
      {inviting ? <InviteUserDialog onClose={() => setInviting(false)} /> : null}
    </Page>
  )
}
