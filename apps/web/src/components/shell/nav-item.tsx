'use client'

import { cn } from '@berth/ui/cn.ts'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useMay } from '../../session/use-may.ts'
import { isHere } from './is-here.ts'
import type { NavPage } from './pages.ts'

export function NavItem({ page, tenant }: { page: NavPage; tenant: string }) {
  const t = useTranslations('nav')
  const may = useMay()
  const href = page.href(tenant)
  const active = isHere(usePathname(), href, tenant)
  const Icon = page.icon
  if (page.needs && !may(page.needs)) return null
  return (
    <li>
      <Link
        href={href}
        aria-current={active ? 'page' : undefined}
        className={cn(
          'flex h-8 items-center gap-2.5 rounded-md px-2 text-sm -outline-offset-2 transition-colors duration-100',
          active ? 'bg-hover font-medium text-ink' : 'text-muted hover:bg-hover hover:text-ink',
        )}
      >
        <Icon aria-hidden className={cn('size-4', active ? 'text-accent-text' : 'text-faint')} />
        {t(page.key)}
      </Link>
    </li>
  )
}
