'use client'

import type { SandboxView } from '@berth/protocol'
import { Badge } from '@berth/ui/badge.tsx'
import { Button } from '@berth/ui/button.tsx'
import { Dropdown, DropdownItem } from '@berth/ui/dropdown.tsx'
import { IconButton } from '@berth/ui/icon-button.tsx'
import { ToggleButton } from '@berth/ui/toggle-button.tsx'
import { Accessibility, Columns2, Eye, FolderTree, Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import { useStored } from '../../../session/use-stored.ts'
import { ClipboardMenu } from './clipboard-menu.tsx'
import type { ScreenHandle } from './screen-handle.ts'
import { MOST_TABS, type Tab } from './tabs.ts'
import { TerminalBox } from './terminal-box.tsx'
import type { Viewer } from './viewer.ts'

/** Tabs of terminals, one or two of them in sight. Leaving a terminal by its chord puts the focus on the tabs. */
export function Terminals(props: {
  sandbox: SandboxView
  files: { readonly shown: boolean; toggle: () => void }
  tabs: readonly Tab[]
  shown: number
  onShow: (number: number) => void
  onAdd: (container: string) => void
  onType: (number: number, type: ((text: string) => void) | null) => void
}) {
  const t = useTranslations('sandbox')
  const { sandbox, tabs, shown } = props
  const [split, setSplit] = useStored('lab.split', 'off')
  const [reader, setReader] = useStored('reader', 'off')
  const [viewers, setViewers] = useState<readonly Viewer[]>([])
  const bar = useRef<HTMLDivElement>(null)
  const screens = useRef(new Map<number, ScreenHandle>())
  const other = tabs.find(({ number }) => number !== shown)
  const seen = tabs.filter(({ number }) => number === shown || (split === 'on' && number === other?.number))
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col bg-sunken">
      <div
        ref={bar}
        role="toolbar"
        tabIndex={-1}
        aria-label={t('terminals')}
        className="flex flex-wrap items-center gap-1 border-b bg-surface p-1"
      >
        {tabs.map((tab) => (
          <Button
            key={tab.number}
            size="sm"
            variant={tab.number === shown ? 'secondary' : 'ghost'}
            aria-pressed={tab.number === shown}
            onClick={() => props.onShow(tab.number)}
          >
            {tab.number}: {tab.container}
          </Button>
        ))}
        <AddTab sandbox={sandbox} full={tabs.length >= MOST_TABS} onAdd={props.onAdd} />
        <Watchers viewers={viewers} />
        <span className="ml-auto flex gap-1">
          <ToggleButton pressed={props.files.shown} onClick={props.files.toggle}>
            <FolderTree aria-hidden />
            {t('files')}
          </ToggleButton>
          {tabs.length > 1 ? (
            <ToggleButton
              pressed={split === 'on'}
              aria-label={t('split')}
              title={t('split')}
              onClick={() => setSplit(split === 'on' ? 'off' : 'on')}
            >
              <Columns2 aria-hidden />
            </ToggleButton>
          ) : null}
          <ClipboardMenu screen={() => screens.current.get(shown)} />
          <ToggleButton
            pressed={reader === 'on'}
            aria-label={t('reader')}
            title={t('reader')}
            onClick={() => setReader(reader === 'on' ? 'off' : 'on')}
          >
            <Accessibility aria-hidden />
          </ToggleButton>
        </span>
      </div>
      <div className="flex min-h-0 flex-1 divide-x max-sm:flex-col max-sm:divide-x-0 max-sm:divide-y">
        {seen.map((tab) => (
          <TerminalBox
            key={`${sandbox.attempt} ${tab.number}`}
            sandbox={sandbox.id}
            tab={tab}
            reader={reader === 'on'}
            onLeave={() => bar.current?.focus()}
            onType={props.onType}
            onScreen={(number, screen) => {
              if (screen === null) screens.current.delete(number)
              else screens.current.set(number, screen)
            }}
            onViewers={setViewers}
          />
        ))}
      </div>
    </div>
  )
}

function AddTab(props: { sandbox: SandboxView; full: boolean; onAdd: (container: string) => void }) {
  const t = useTranslations('sandbox')
  const offered = props.sandbox.containers.filter(({ terminal }) => terminal)
  const [only] = offered
  if (props.full || only === undefined) return null
  if (offered.length === 1) {
    return (
      <IconButton size="icon-sm" label={t('newTerminal')} onClick={() => props.onAdd(only.name)}>
        <Plus aria-hidden />
      </IconButton>
    )
  }
  const trigger = (
    <IconButton size="icon-sm" label={t('newTerminal')}>
      <Plus aria-hidden />
    </IconButton>
  )
  return (
    <Dropdown align="start" trigger={trigger}>
      {offered.map(({ name }) => (
        <DropdownItem key={name} onSelect={() => props.onAdd(name)}>
          {name}
        </DropdownItem>
      ))}
    </Dropdown>
  )
}

/** Those who teach and look on: nobody is watched without seeing it. */
function Watchers({ viewers }: { viewers: readonly Viewer[] }) {
  const t = useTranslations('sandbox')
  return (
    <span role="status" className="flex flex-wrap gap-1">
      {viewers
        .filter(({ as }) => as === 'teacher')
        .map(({ userId, name }) => (
          <Badge key={userId} tone="accent">
            <Eye aria-hidden />
            {t('watched', { name })}
          </Badge>
        ))}
    </span>
  )
}
