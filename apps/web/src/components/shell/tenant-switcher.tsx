'use client'

import { Dropdown, DropdownItem, DropdownLabel, DropdownSeparator } from '@berth/ui/dropdown.tsx'
import { Check, ChevronsUpDown, Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useMe } from '../../session/me-context.ts'
import { useCurrentTenant } from '../../session/use-tenant.ts'
import { Logo } from '../logo.tsx'

const NewTenantDialog = dynamic(() =>
  import('./new-tenant-dialog.tsx').then((module) => module.NewTenantDialog),
)

export function TenantSwitcher() {
  const t = useTranslations('tenant')
  const role = useTranslations('role')
  const me = useMe()
  const tenant = useCurrentTenant()
  const router = useRouter()
  const [creating, setCreating] = useState(false)
  const trigger = (
    <button
      type="button"
      aria-label={t('switch', { name: tenant ?? 'Berth' })}
      className="flex h-10 items-center gap-2.5 rounded-md px-2 text-left -outline-offset-2 hover:bg-hover"
    >
      <Logo className="size-6 shrink-0" />
      <span className="min-w-0 flex-1 truncate font-semibold">{tenant ?? 'Berth'}</span>
      <ChevronsUpDown aria-hidden className="size-4 text-faint" />
    </button>
  )
  return (
    <>
      <Dropdown align="start" trigger={trigger}>
        <DropdownLabel>{t('yours')}</DropdownLabel>
        {me.tenants.map((one) => (
          <DropdownItem key={one.id} onSelect={() => router.push(`/t/${one.name}`)}>
            <span className="min-w-0 flex-1 truncate">{one.name}</span>
            <span className="text-xs text-faint">{role(one.role)}</span>
            {one.name === tenant ? <Check aria-hidden /> : <span className="size-4" />}
          </DropdownItem>
        ))}
        <DropdownSeparator />
        <DropdownItem onSelect={() => setCreating(true)}>
          <Plus aria-hidden />
          {t('create')}
        </DropdownItem>
      </Dropdown>
      {creating ? <NewTenantDialog open onOpenChange={setCreating} /> : null}
    </>
  )
}
