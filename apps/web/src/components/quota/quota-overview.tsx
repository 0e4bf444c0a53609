'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import { PageHeader } from '@berth/ui/page-header.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { Td, Tr } from '@berth/ui/table.tsx'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { AppStatus } from '../apps/app-status.tsx'
import { CliHint } from '../cli-hint.tsx'
import { ListTable } from '../list-table.tsx'
import { Page } from '../page.tsx'
import { QueryView } from '../query-view.tsx'
import { TableSkeleton } from '../table-skeleton.tsx'
import { QuotaMeters } from './quota-meters.tsx'

/** What the tenant may use, what it does, and which app holds how much. */
export function QuotaOverview() {
  const t = useTranslations('quota')
  const tenant = useTenant()
  const trpc = useTRPC()
  const quota = useQuery(trpc.tenants.quota.queryOptions({ tenant }))
  const apps = useQuery(trpc.apps.list.queryOptions({ tenant }))
  return (
    <Page>
      <PageHeader title={t('title')} description={t('hint')} />
      <QueryView query={quota} skeleton={<TableSkeleton />}>
        {(data) => (
          <Panel className="max-w-2xl">
            <QuotaMeters
              quota={data.quota}
              used={data.used}
              images={data.images}
              sandboxes={data.sandboxes}
            />
          </Panel>
        )}
      </QueryView>
      <QueryView query={apps} skeleton={<TableSkeleton />}>
        {(list) =>
          list.length === 0 ? null : (
            <ListTable
              label={t('byApp')}
              heads={[
                { text: t('app') },
                { text: t('state') },
                { text: t('instances'), right: true },
                { text: t('cpu'), right: true },
                { text: t('memory'), right: true },
              ]}
            >
              {list.map((app) => (
                <Tr key={app.id}>
                  <Td>
                    <Link
                      href={`/t/${tenant}/apps/${app.name}/settings`}
                      className="rounded-sm font-medium underline-offset-4 hover:underline"
                    >
                      {app.name}
                    </Link>
                  </Td>
                  <Td label={t('state')}>
                    <AppStatus state={app.state} />
                  </Td>
                  <Td label={t('instances')} className="text-right tabular">
                    {app.replicas}
                  </Td>
                  <Td label={t('cpu')} className="text-right tabular">
                    {app.limits.cpu * app.replicas}
                  </Td>
                  <Td label={t('memory')} className="text-right whitespace-nowrap tabular">
                    {formatBytes(app.limits.memory * app.replicas)}
                  </Td>
                </Tr>
              ))}
            </ListTable>
          )
        }
      </QueryView>
      <CliHint command="berth quota" />
    </Page>
  )
}
