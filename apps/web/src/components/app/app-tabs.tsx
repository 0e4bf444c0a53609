'use client'

import { TabLink, TabList } from '@berth/ui/tab-list.tsx'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useMay } from '../../session/use-may.ts'
import { useAppName } from './use-app.ts'

const TABS = [
  { key: 'overview', path: '' },
  { key: 'builds', path: '/builds' },
  { key: 'deploys', path: '/deploys' },
  { key: 'releases', path: '/releases' },
  { key: 'logs', path: '/logs' },
  { key: 'metrics', path: '/metrics' },
  { key: 'jobs', path: '/jobs' },
  { key: 'shell', path: '/shell', needs: 'app:exec' },
  { key: 'storage', path: '/storage' },
  { key: 'domains', path: '/domains' },
  { key: 'env', path: '/env' },
  { key: 'manifest', path: '/manifest' },
  { key: 'events', path: '/events' },
  { key: 'settings', path: '/settings', needs: 'app:deploy' },
] as const

export function AppTabs() {
  const t = useTranslations('app.tabs')
  const { tenant, app } = useAppName()
  const pathname = usePathname()
  const may = useMay()
  const base = `/t/${tenant}/apps/${app}`
  return (
    <TabList label={t('label')}>
      {TABS.filter((tab) => !('needs' in tab) || may(tab.needs)).map((tab) => (
        <TabLink key={tab.key} active={isTab(pathname, base, tab.path)}>
          <Link href={base + tab.path}>{t(tab.key)}</Link>
        </TabLink>
      ))}
    </TabList>
  )
}

/** The overview is the app's own address; what lies below a tab belongs to it. */
function isTab(pathname: string, base: string, path: string): boolean {
  return pathname === base + path || (path !== '' && pathname.startsWith(`${base}${path}/`))
}
