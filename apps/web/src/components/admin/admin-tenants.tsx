'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import type { AdminTenantView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { PageHeader } from '@berth/ui/page-header.tsx'
import { Table, Td, Th, Tr } from '@berth/ui/table.tsx'
import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../../trpc/provider.tsx'
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
          <Table label={t('tenants')}>
            <thead>
              <tr>
                <Th>{t('tenant')}</Th>
                <Th className="text-right">{t('members')}</Th>
                <Th className="text-right">{t('apps')}</Th>
                <Th className="text-right">{quota('cpu')}</Th>
                <Th className="text-right">{quota('memory')}</Th>
                <Th className="text-right">{quota('containers')}</Th>
                <Th>
                  <span className="sr-only">{t('actions')}</span>
                </Th>
              </tr>
            </thead>
            <tbody>
              {list.map((tenant) => (
                <Tr key={tenant.id}>
                  <Td className="font-medium">{tenant.name}</Td>
                  <Td className="text-right tabular">{tenant.members}</Td>
                  <Td className="text-right tabular">{tenant.apps}</Td>
                  <Td className="text-right whitespace-nowrap tabular">
                    {of(String(Number(tenant.used.cpu.toFixed(2))), String(tenant.quota.cpu))}
                  </Td>
                  <Td className="text-right whitespace-nowrap tabular">
                    {of(formatBytes(tenant.used.memory), formatBytes(tenant.quota.memory))}
                  </Td>
                  <Td className="text-right whitespace-nowrap tabular">
                    {of(String(tenant.used.containers), String(tenant.quota.containers))}
                  </Td>
                  <Td className="w-px text-right">
                    <Button size="sm" onClick={() => setEdited(tenant)}>
                      {t('setQuota')}
                    </Button>
                  </Td>
                </Tr>
              ))}
            </tbody>
          </Table>
        )}
      </QueryView>
      {creating ? <CreateTenantDialog onClose={() => setCreating(false)} /> : null}
      {edited ? <QuotaDialog tenant={edited} onClose={() => setEdited(null)} /> : null}
    </Page>
  )
}
