'use client'

import { Dropdown, DropdownItem, DropdownLabel, DropdownSeparator } from '@berth/ui/dropdown.tsx'
import { useQueryClient } from '@tanstack/react-query'
import { ChevronsUpDown, Keyboard, LogOut, Settings } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useMe } from '../../session/me-context.ts'
import { signOut } from '../../session/sign-in.ts'
import { usePalette } from '../palette/palette-context.ts'

export function AccountMenu() {
  const t = useTranslations('nav')
  const { user } = useMe()
  const router = useRouter()
  const queryClient = useQueryClient()
  const palette = usePalette()
  const leave = async () => {
    await signOut()
    queryClient.clear()
    location.assign('/signin')
  }
  const name = user.name ?? user.email
  const trigger = (
    <button
      type="button"
      aria-label={t('accountOf', { name })}
      className="flex h-11 items-center gap-2.5 rounded-md px-2 text-left -outline-offset-2 hover:bg-hover"
    >
      <span
        aria-hidden
        className="grid size-7 shrink-0 place-items-center rounded-full bg-accent-soft text-xs font-semibold text-accent-text uppercase"
      >
        {name.slice(0, 1)}
      </span>
      <span className="min-w-0 flex-1">
        <span className="block truncate text-sm leading-4 font-medium">{name}</span>
        {user.name ? <span className="block truncate text-xs text-faint">{user.email}</span> : null}
      </span>
      <ChevronsUpDown aria-hidden className="size-4 text-faint" />
    </button>
  )
  return (
    <Dropdown align="start" trigger={trigger}>
      <DropdownLabel>{user.email}</DropdownLabel>
      <DropdownItem onSelect={() => router.push('/account')}>
        <Settings aria-hidden />
        {t('account')}
      </DropdownItem>
      <DropdownItem onSelect={palette.showKeys}>
        <Keyboard aria-hidden />
        {t('keys')}
      </DropdownItem>
      <DropdownSeparator />
      <DropdownItem onSelect={() => void leave()}>
        <LogOut aria-hidden />
        {t('signOut')}
      </DropdownItem>
    </Dropdown>
  )
}
