'use client'

import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useMe } from '../../session/me-context.ts'
import { useCurrentTenant } from '../../session/use-tenant.ts'
import { NavItem } from './nav-item.tsx'
import { ADMIN_PAGES, LEARN_PAGE, TENANT_PAGES, WORK_PAGES } from './pages.ts'

// Menus are the heaviest part of the frame; they follow the first paint.
const TenantSwitcher = dynamic(
  () => import('./tenant-switcher.tsx').then((module) => module.TenantSwitcher),
  { ssr: false, loading: () => <div className="h-10" /> },
)
const AccountMenu = dynamic(() => import('./account-menu.tsx').then((module) => module.AccountMenu), {
  ssr: false,
  loading: () => <div className="h-11" />,
})

export function Sidebar() {
  const t = useTranslations('nav')
  const tenant = useCurrentTenant()
  const me = useMe()
  return (
    <div className="flex h-full flex-col gap-4 p-3">
      {me.user.isGuest ? null : <TenantSwitcher />}
      <nav aria-label={t('main')} className="flex flex-1 flex-col gap-5 overflow-y-auto">
        {me.courses > 0 || me.user.isGuest ? (
          <ul className="grid grid-cols-1 gap-0.5">
            <NavItem page={LEARN_PAGE} tenant="" />
          </ul>
        ) : null}
        {tenant === null ? null : (
          <>
            <ul className="grid grid-cols-1 gap-0.5">
              {WORK_PAGES.map((page) => (
                <NavItem key={page.key} page={page} tenant={tenant} />
              ))}
            </ul>
            <div>
              <h2 className="px-2 pb-1 text-xs font-medium text-faint">{t('tenant')}</h2>
              <ul className="grid grid-cols-1 gap-0.5">
                {TENANT_PAGES.map((page) => (
                  <NavItem key={page.key} page={page} tenant={tenant} />
                ))}
              </ul>
            </div>
          </>
        )}
        {me.user.isAdmin ? (
          <div>
            <h2 className="px-2 pb-1 text-xs font-medium text-faint">{t('platform')}</h2>
            <ul className="grid grid-cols-1 gap-0.5">
              {ADMIN_PAGES.map((page) => (
                <NavItem key={page.key} page={page} tenant="" />
              ))}
            </ul>
          </div>
        ) : null}
      </nav>
      <AccountMenu />
    </div>
  )
}
