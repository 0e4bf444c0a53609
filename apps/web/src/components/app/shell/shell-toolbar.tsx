'use client'

import { Kbd } from '@berth/ui/kbd.tsx'
import { SearchInput } from '@berth/ui/search-input.tsx'
import { Select } from '@berth/ui/select.tsx'
import { Status } from '@berth/ui/status.tsx'
import { ToggleButton } from '@berth/ui/toggle-button.tsx'
import { Accessibility } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type RefObject, useState } from 'react'
import type { TerminalState } from './terminal-session.ts'

const TONES = { connecting: 'busy', open: 'ok', lost: 'warn', ended: 'off', failed: 'bad' } as const

export function ShellToolbar({
  ref,
  ...props
}: {
  /** takes the focus when the terminal gives it back */
  ref: RefObject<HTMLDivElement | null>
  instances: readonly { id: string; process: string; instance: number }[]
  containerId: string
  onContainer: (id: string) => void
  reader: boolean
  onReader: (on: boolean) => void
  state: TerminalState['kind']
  onFind: (text: string) => void
}) {
  const t = useTranslations('shell')
  const [search, setSearch] = useState('')
  return (
    <div
      ref={ref}
      role="toolbar"
      tabIndex={-1}
      aria-label={t('tools')}
      className="flex flex-wrap items-center gap-2 border-b bg-surface p-2"
    >
      <Status tone={TONES[props.state]} className="px-1 text-xs">
        {t(props.state)}
      </Status>
      {props.instances.length > 1 ? (
        <Select
          aria-label={t('instance')}
          value={props.containerId === '' ? 'first' : props.containerId}
          onValueChange={(id) => props.onContainer(id === 'first' ? '' : id)}
          options={[
            { value: 'first', label: t('firstInstance') },
            ...props.instances.map((one) => ({ value: one.id, label: `${one.process}.${one.instance}` })),
          ]}
        />
      ) : null}
      <SearchInput
        aria-label={t('find')}
        placeholder={t('find')}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
        onKeyDown={(event) => event.key === 'Enter' && search !== '' && props.onFind(search)}
        className="w-56 max-sm:hidden"
      />
      <span className="ml-auto flex items-center gap-1 text-xs text-muted max-sm:hidden">
        <Kbd>Ctrl</Kbd>
        <Kbd>Shift</Kbd>
        <Kbd>L</Kbd>
        {t('leave')}
      </span>
      <ToggleButton
        pressed={props.reader}
        aria-label={t('reader')}
        title={t('reader')}
        onClick={() => props.onReader(!props.reader)}
        className="max-sm:ml-auto"
      >
        <Accessibility aria-hidden />
      </ToggleButton>
    </div>
  )
}
