'use client'

import type { AppView } from '@berth/protocol'
import { Td, Tr } from '@berth/ui/table.tsx'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useTenant } from '../../session/use-tenant.ts'
import { When } from '../when.tsx'
import { AppAddress } from './app-address.tsx'
import { AppReason } from './app-reason.tsx'
import { AppStatus } from './app-status.tsx'
import { usePrefetchApp } from './use-prefetch-app.ts'

export function AppRow({ app }: { app: AppView }) {
  const t = useTranslations('apps')
  const tenant = useTenant()
  const prefetch = usePrefetchApp(tenant)
  return (
    <Tr onMouseEnter={() => prefetch(app.name)} onFocus={() => prefetch(app.name)}>
      <Td className="max-w-56">
        <Link
          href={`/t/${tenant}/apps/${app.name}`}
          className="block truncate rounded-sm font-medium underline-offset-4 hover:underline"
          title={app.name}
        >
          {app.name}
        </Link>
        {app.project === 'default' ? null : (
          <span className="block truncate text-xs text-faint">{app.project}</span>
        )}
      </Td>
      <Td className="max-w-80">
        <span className="flex flex-wrap items-center gap-x-2">
          <AppStatus state={app.state} />
          {app.replicas > 1 ? (
            <span className="text-xs text-muted tabular">
              {t('runningOf', { running: app.running, replicas: app.replicas })}
            </span>
          ) : null}
        </span>
        <AppReason app={app} className="max-w-md" />
      </Td>
      <Td className="max-w-64 max-md:hidden">{app.url ? <AppAddress url={app.url} /> : <NoValue />}</Td>
      <Td
        className="max-w-44 truncate font-mono text-xs text-muted max-lg:hidden"
        title={app.image ?? undefined}
      >
        {app.image ?? <NoValue />}
      </Td>
      <Td className="text-right">
        {app.deployedAt ? <When at={app.deployedAt} /> : <span className="text-muted">{t('never')}</span>}
        {app.deployedBy ? (
          <span className="ml-auto block max-w-44 truncate text-xs text-faint" title={app.deployedBy}>
            {t('by', { who: app.deployedBy })}
          </span>
        ) : null}
      </Td>
    </Tr>
  )
}

function NoValue() {
  return (
    <span aria-hidden className="text-faint">
      –
    </span>
  )
}
