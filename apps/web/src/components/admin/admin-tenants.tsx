'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import type { AdminTenantView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { PageHeader } from '@berth/ui/page-header.tsx'
import { Td, Tr } from '@berth/ui/table.tsx'
import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../../trpc/provider.tsx'
import { ListTable } from '../list-table.tsx'
import { Page } from '../page.tsx'
import { QueryView } from '../query-view.tsx'
import { TableSkeleton } from '../table-skeleton.tsx'

const QuotaDialog = dynamic(() => import('./quota-dialog.tsx').then((module) => module.QuotaDialog))

const CreateTenantDialog = dynamic(() =>
  import('./create-tenant-dialog.tsx').then((module) => module.CreateTenantDialog),
)

export function AdminTenants() {
  const t = useTranslations('admin')
  const quota = useTranslations('quota')
  const tenants = useQuery(useTRPC().admin.tenants.queryOptions({}))
  const [creating, setCreating] = useState(false)
  const [edited, setEdited] = useState<AdminTenantView | null>(null)
  const create = (
    <Button variant="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden />
      {t('createTenant')}
    </Button>
  )
  const of = (used: string, total: string) => quota('usedOf', { used, total })
  return (
    <Page>
      <PageHeader title={t('tenants')} actions={create} />
      <QueryView query={tenants} skeleton={<TableSkeleton />}>
        {(list) => (
          <ListTable
            label={t('tenants')}
            heads={[
              { text: t('tenant') },
              { text: t('members'), right: true },
              { text: t('apps'), right: true },
              { text: quota('cpu'), right: true },
              { text: quota('memory'), right: true },
              { text: quota('containers'), right: true },
              { text: t('actions'), hidden: true },
            ]}
          >
            {list.map((tenant) => (
              <Tr key={tenant.id}>
                <Td className="font-medium">{tenant.name}</Td>
                <Td label={t('members')} className="text-right tabular">
                  {tenant.members}
                </Td>
                <Td label={t('apps')} className="text-right tabular">
                  {tenant.apps}
                </Td>
                <Td label={quota('cpu')} className="text-right whitespace-nowrap tabular">
                  {of(String(Number(tenant.used.cpu.toFixed(2))), String(tenant.quota.cpu))}
                </Td>
                <Td label={quota('memory')} className="text-right whitespace-nowrap tabular">
                  {of(formatBytes(tenant.used.memory), formatBytes(tenant.quota.memory))}
                </Td>
                <Td label={quota('containers')} className="text-right whitespace-nowrap tabular">
                  {of(String(tenant.used.containers), String(tenant.quota.containers))}
                </Td>
                <Td className="w-px text-right">
                  <Button size="sm" onClick={() => setEdited(tenant)}>
                    {t('setQuota')}
                  </Button>
                </Td>
              </Tr>
            ))}
          </ListTable>
        )}
      </QueryView>
      {creating ? <CreateTenantDialog onClose={() => setCreating(false)} /> : null}
      {edited ? <QuotaDialog tenant={edited} onClose={() => setEdited(null)} /> : null}
    </Page>
  )
}
