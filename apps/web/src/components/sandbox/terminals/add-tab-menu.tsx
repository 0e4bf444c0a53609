'use client'

import { Dropdown, DropdownItem } from '@berth/ui/dropdown.tsx'
import { IconButton } from '@berth/ui/icon-button.tsx'
import { Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'

/** In which container the next terminal is. */
export function AddTabMenu(props: { names: readonly string[]; onAdd: (container: string) => void }) {
  const t = useTranslations('sandbox')
  const trigger = (
    <IconButton size="icon-sm" label={t('newTerminal')}>
      <Plus aria-hidden />
    </IconButton>
  )
  return (
    <Dropdown align="start" trigger={trigger}>
      {props.names.map((name) => (
        <DropdownItem key={name} onSelect={() => props.onAdd(name)}>
          {name}
        </DropdownItem>
      ))}
    </Dropdown>
  )
}
