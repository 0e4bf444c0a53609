'use client'

import { CommandPalette, PaletteGroup, PaletteItem } from '@berth/ui/command-palette.tsx'
import { Kbd } from '@berth/ui/kbd.tsx'
import { useQuery } from '@tanstack/react-query'
import { Box, Keyboard, Plus, Settings } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useMe } from '../../session/me-context.ts'
import { useCurrentTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { ADMIN_PAGES, TENANT_PAGES, WORK_PAGES } from '../shell/pages.ts'
import { PaletteActions } from './palette-actions.tsx'
import { PaletteAppPages } from './palette-app-pages.tsx'

/** Finds any app, its logs and shell, any page, any action. */
export function Palette(props: { onOpenChange: (open: boolean) => void; onShowKeys: () => void }) {
  const t = useTranslations('palette')
  const nav = useTranslations('nav')
  const router = useRouter()
  const tenant = useCurrentTenant()
  const me = useMe()
  const trpc = useTRPC()
  const apps = useQuery(trpc.apps.list.queryOptions({ tenant: tenant ?? '' }, { enabled: tenant !== null }))
  const run = (action: () => void) => () => {
    props.onOpenChange(false)
    action()
  }
  const go = (href: string) => run(() => router.push(href))
  const pages = [
    ...(tenant === null ? [] : [...WORK_PAGES, ...TENANT_PAGES]),
    ...(me.user.isAdmin ? ADMIN_PAGES : []),
  ]
  return (
    <CommandPalette open {...props} label={t('label')} placeholder={t('placeholder')} empty={t('empty')}>
      {apps.data?.length ? (
        <PaletteGroup heading={t('apps')}>
          {apps.data.map((app) => (
            <PaletteItem
              key={app.id}
              value={app.name}
              icon={<Box aria-hidden />}
              onSelect={go(`/t/${tenant}/apps/${app.name}`)}
            >
              {app.name}
            </PaletteItem>
          ))}
        </PaletteGroup>
      ) : null}
      <PaletteGroup heading={t('pages')}>
        {pages.map((page) => (
          <PaletteItem
            key={page.key}
            value={`${nav(page.key)} ${page.key}`}
            icon={<page.icon aria-hidden />}
            hint={
              <span className="flex gap-1">
                <Kbd>g</Kbd>
                <Kbd>{page.shortcut}</Kbd>
              </span>
            }
            onSelect={go(page.href(tenant ?? ''))}
          >
            {nav(page.key)}
          </PaletteItem>
        ))}
        <PaletteItem
          value={`${nav('account')} account`}
          icon={<Settings aria-hidden />}
          onSelect={go('/account')}
        >
          {nav('account')}
        </PaletteItem>
      </PaletteGroup>
      <PaletteGroup heading={t('actions')}>
        {tenant === null ? null : (
          <PaletteItem
            value={`${nav('newApp')} new app deploy`}
            icon={<Plus aria-hidden />}
            onSelect={go(`/t/${tenant}/new`)}
          >
            {nav('newApp')}
          </PaletteItem>
        )}
        <PaletteActions run={run} />
        <PaletteItem
          value={`${nav('keys')} keys`}
          icon={<Keyboard aria-hidden />}
          onSelect={run(props.onShowKeys)}
        >
          {nav('keys')}
        </PaletteItem>
      </PaletteGroup>
      {apps.data?.length ? <PaletteAppPages apps={apps.data} go={go} /> : null}
    </CommandPalette>
  )
}
