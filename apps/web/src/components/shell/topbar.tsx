'use client'

import { Button } from '@berth/ui/button.tsx'
import { IconButton } from '@berth/ui/icon-button.tsx'
import { Kbd } from '@berth/ui/kbd.tsx'
import { Menu, Plus, Search } from 'lucide-react'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useCommandKey } from '../../keyboard/use-command-key.ts'
import { useMay } from '../../session/use-may.ts'
import { useCurrentTenant } from '../../session/use-tenant.ts'
import { usePalette } from '../palette/palette-context.ts'
import { Breadcrumb } from './breadcrumb.tsx'
import { LiveMark } from './live-mark.tsx'

const MenuSheet = dynamic(() => import('./menu-sheet.tsx').then((module) => module.MenuSheet))

export function Topbar() {
  const t = useTranslations('nav')
  const palette = usePalette()
  const command = useCommandKey()
  const tenant = useCurrentTenant()
  const may = useMay()
  const pathname = usePathname()
  // The menu is open for the page that it was opened on: going elsewhere closes it.
  const [menuOn, setMenuOn] = useState<string | null>(null)
  return (
    <header className="sticky top-0 z-30 flex h-12 items-center gap-2 border-b bg-canvas px-3 sm:px-6 lg:px-8">
      <IconButton label={t('menu')} className="lg:hidden" onClick={() => setMenuOn(pathname)}>
        <Menu aria-hidden />
      </IconButton>
      {menuOn === pathname ? <MenuSheet onClose={() => setMenuOn(null)} /> : null}
      <Breadcrumb />
      <div className="ml-auto flex items-center gap-2">
        <LiveMark />
        <button
          type="button"
          onClick={palette.open}
          aria-label={t('search')}
          className="flex h-8 items-center gap-2 rounded-md border bg-surface px-2 text-sm text-faint hover:bg-hover max-sm:size-8 max-sm:justify-center max-sm:px-0"
        >
          <Search aria-hidden className="size-4" />
          <span className="hidden pr-6 sm:inline">{t('search')}</span>
          <span aria-hidden className="hidden sm:block">
            <Kbd>{command === '⌘' ? '⌘K' : 'Ctrl K'}</Kbd>
          </span>
        </button>
        {tenant !== null && may('app:deploy') ? (
          <Button asChild variant="primary" className="max-sm:size-8 max-sm:px-0">
            <Link href={`/t/${tenant}/new`} aria-label={t('newApp')}>
              <Plus aria-hidden />
              <span className="max-sm:hidden">{t('newApp')}</span>
            </Link>
          </Button>
        ) : null}
      </div>
    </header>
  )
}
