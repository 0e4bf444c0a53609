'use client'

import type { AppView } from '@berth/protocol'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useTenant } from '../../session/use-tenant.ts'
import { When } from '../when.tsx'
import { AppAddress } from './app-address.tsx'
import { AppReason } from './app-reason.tsx'
import { AppStatus } from './app-status.tsx'
import { usePrefetchApp } from './use-prefetch-app.ts'

export function AppGrid({ apps }: { apps: readonly AppView[] }) {
  const t = useTranslations('apps')
  const tenant = useTenant()
  const prefetch = usePrefetchApp(tenant)
  return (
    <ul className="grid grid-cols-1 gap-3 sm:grid-cols-2 lg:grid-cols-3">
      {apps.map((app) => (
        <li
          key={app.id}
          className="relative grid content-start gap-2 rounded-lg border bg-surface p-4 transition-colors hover:border-line-strong"
        >
          <div className="flex items-start justify-between gap-3">
            <Link
              href={`/t/${tenant}/apps/${app.name}`}
              onMouseEnter={() => prefetch(app.name)}
              onFocus={() => prefetch(app.name)}
              className="min-w-0 truncate rounded-sm font-medium after:absolute after:inset-0 after:rounded-lg"
            >
              {app.name}
            </Link>
            <AppStatus state={app.state} />
          </div>
          <AppReason app={app} />
          {app.url ? (
            <div className="relative z-10 w-fit max-w-full text-sm">
              <AppAddress url={app.url} />
            </div>
          ) : null}
          <p className="truncate text-xs text-muted">
            {app.deployedAt ? <When at={app.deployedAt} /> : t('neverDeployed')}
            {app.deployedBy ? ` · ${app.deployedBy}` : ''}
          </p>
        </li>
      ))}
    </ul>
  )
}
