'use client'

import { PageHeader } from '@berth/ui/page-header.tsx'
import { Skeleton } from '@berth/ui/skeleton.tsx'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { readBerthError } from '../../trpc/berth-error.ts'
import { AppAddress } from '../apps/app-address.tsx'
import { AppStatus } from '../apps/app-status.tsx'
import { ErrorCallout } from '../error-callout.tsx'
import { Page } from '../page.tsx'
import { NothingHere } from '../shell/nothing-here.tsx'
import { AppActions } from './app-actions.tsx'
import { AppTabs } from './app-tabs.tsx'
import { useApp, useAppName } from './use-app.ts'

/** Name, state, address and actions stay while the tabs change below. */
export function AppPageFrame({ children }: { children: ReactNode }) {
  const t = useTranslations('app')
  const { tenant, app: name } = useAppName()
  const app = useApp()
  if (app.isError && !app.data) {
    return (
      <Page>
        {readBerthError(app.error).code === 'app.not_found' ? (
          <NothingHere title={t('notFound', { name })} back={`/t/${tenant}`}>
            {t('backToApps')}
          </NothingHere>
        ) : (
          <ErrorCallout error={app.error} onRetry={() => void app.refetch()} />
        )}
      </Page>
    )
  }
  const facts = app.data ? (
    <span className="flex min-h-5 flex-wrap items-center gap-x-4 gap-y-1">
      <AppStatus state={app.data.state} />
      {app.data.url ? <AppAddress url={app.data.url} /> : null}
    </span>
  ) : (
    <Skeleton className="h-5 w-56" />
  )
  return (
    <Page>
      <PageHeader
        title={name}
        description={facts}
        actions={app.data ? <AppActions app={app.data} /> : null}
      />
      <AppTabs />
      {children}
    </Page>
  )
}
