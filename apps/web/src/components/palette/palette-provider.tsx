'use client'

import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { useShortcuts } from '../../keyboard/use-shortcuts.ts'
import { useCurrentTenant } from '../../session/use-tenant.ts'
import { ADMIN_PAGES, TENANT_PAGES, WORK_PAGES } from '../shell/pages.ts'
import { useMe } from '../../session/me-context.ts'
import { PaletteContextProvider } from './palette-context.ts'

const Palette = dynamic(() => import('./palette.tsx').then((module) => module.Palette))
const KeysDialog = dynamic(() => import('./keys-dialog.tsx').then((module) => module.KeysDialog))

/** ⌘K or Ctrl K, `?`, `n` and the `g` chords, wherever one is. */
export function PaletteProvider({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState(false)
  const [keys, setKeys] = useState(false)
  useCommandK(() => setOpen((was) => !was))
  useShortcuts({ ...usePageShortcuts(), '?': () => setKeys(true) })
  const palette = useMemo(() => ({ open: () => setOpen(true), showKeys: () => setKeys(true) }), [])
  return (
    <PaletteContextProvider value={palette}>
      {children}
      {open ? <Palette onOpenChange={setOpen} onShowKeys={palette.showKeys} /> : null}
      {keys ? <KeysDialog open onOpenChange={setKeys} /> : null}
    </PaletteContextProvider>
  )
}

function usePageShortcuts(): Record<string, () => void> {
  const router = useRouter()
  const tenant = useCurrentTenant()
  const me = useMe()
  const pages = [
    ...(tenant === null ? [] : [...WORK_PAGES, ...TENANT_PAGES]),
    ...(me.user.isAdmin ? ADMIN_PAGES : []),
  ]
  const chords = pages.map(
    (page) => [`g ${page.shortcut}`, () => router.push(page.href(tenant ?? ''))] as const,
  )
  const create = tenant === null ? [] : [['g n', () => router.push(`/t/${tenant}/new`)] as const]
  return Object.fromEntries([...chords, ...create])
}

function useCommandK(toggle: () => void) {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey) || event.shiftKey) return
      event.preventDefault()
      toggle()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [toggle])
}
