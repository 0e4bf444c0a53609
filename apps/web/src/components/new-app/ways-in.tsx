'use client'

import { TabLink, TabList } from '@berth/ui/tab-list.tsx'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useTenant } from '../../session/use-tenant.ts'

const WAYS = [
  { key: 'image', path: '' },
  { key: 'push', path: '/push' },
  { key: 'git', path: '/git' },
  { key: 'source', path: '/source' },
] as const

/** What a new app can be made of, each on a page of its own. */
export function WaysIn() {
  const t = useTranslations('waysIn')
  const base = `/t/${useTenant()}/new`
  const pathname = usePathname()
  return (
    <TabList label={t('label')}>
      {WAYS.map(({ key, path }) => (
        <TabLink key={key} active={pathname === base + path}>
          <Link href={base + path}>{t(key)}</Link>
        </TabLink>
      ))}
    </TabList>
  )
}
