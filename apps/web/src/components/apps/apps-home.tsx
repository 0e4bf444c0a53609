'use client'

import { PageHeader } from '@berth/ui/page-header.tsx'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { usePolling } from '../../live/live-context.ts'
import { useMay } from '../../session/use-may.ts'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { ActivityPanel } from '../activity/activity-panel.tsx'
import { CliHint } from '../cli-hint.tsx'
import { Page } from '../page.tsx'
import { QueryView } from '../query-view.tsx'
import { QuotaPanel } from '../quota/quota-panel.tsx'
import { TableSkeleton } from '../table-skeleton.tsx'
import { AppList } from './app-list.tsx'
import { FirstSteps } from './first-steps.tsx'
import { NoApps } from './no-apps.tsx'

/** The tenant's home: what runs, what failed and why, what is left, what happened. */
export function AppsHome() {
  const t = useTranslations('apps')
  const tenant = useTenant()
  const may = useMay()
  const trpc = useTRPC()
  const apps = useQuery(trpc.apps.list.queryOptions({ tenant }, { refetchInterval: usePolling() }))
  return (
    <Page>
      <PageHeader title={t('title')} />
      {may('app:deploy') ? <FirstSteps /> : null}
      <QueryView query={apps} skeleton={<TableSkeleton rows={5} />}>
        {(list) => (list.length === 0 ? <NoApps /> : <AppList apps={list} />)}
      </QueryView>
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <ActivityPanel tenant={tenant} />
        <QuotaPanel tenant={tenant} />
      </div>
      <CliHint command="berth apps" />
    </Page>
  )
}
