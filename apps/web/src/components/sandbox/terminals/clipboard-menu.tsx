'use client'

import { Dropdown, DropdownItem, DropdownLabel } from '@berth/ui/dropdown.tsx'
import { IconButton } from '@berth/ui/icon-button.tsx'
import { Kbd } from '@berth/ui/kbd.tsx'
import { Clipboard, ClipboardPaste, Copy } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { notify } from '../../../notify.ts'
import type { ScreenHandle } from './screen-handle.ts'

/** Copy and paste for who has no keyboard for it, and the keys for who has. */
export function ClipboardMenu({ screen }: { screen: () => ScreenHandle | undefined }) {
  const t = useTranslations('sandbox')
  const copy = async () => {
    if (!(await screen()?.copy())) notify.error(t('nothingCopied'))
  }
  const paste = async () => {
    if (!(await screen()?.paste())) notify.error(t('notPasted'))
  }
  const trigger = (
    <IconButton size="icon-sm" label={t('clipboard')}>
      <Clipboard aria-hidden />
    </IconButton>
  )
  return (
    <Dropdown trigger={trigger}>
      <DropdownItem onSelect={() => void copy()}>
        <Copy aria-hidden />
        {t('copy')}
        <Chord>C</Chord>
      </DropdownItem>
      <DropdownItem onSelect={() => void paste()}>
        <ClipboardPaste aria-hidden />
        {t('paste')}
        <Chord>V</Chord>
      </DropdownItem>
      <DropdownLabel>
        <span className="flex items-center gap-2">
          {t('leave')}
          <Chord>L</Chord>
        </span>
      </DropdownLabel>
    </Dropdown>
  )
}

function Chord({ children }: { children: ReactNode }) {
  return (
    <span className="ml-auto flex gap-1 pl-4 text-xs max-sm:hidden">
      <Kbd>Ctrl</Kbd>
      <Kbd>Shift</Kbd>
      <Kbd>{children}</Kbd>
    </span>
  )
}
