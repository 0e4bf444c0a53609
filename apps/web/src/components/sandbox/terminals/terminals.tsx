'use client'

import type { SandboxView } from '@berth/protocol'
import { Badge } from '@berth/ui/badge.tsx'
import { Button } from '@berth/ui/button.tsx'
import { ToggleButton } from '@berth/ui/toggle-button.tsx'
import { Accessibility, Columns2, Eye, FolderTree } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import { useStored } from '../../../session/use-stored.ts'
import { usePrompt } from '../first/prompt-context.tsx'
import { AddTab } from './add-tab.tsx'
import type { ScreenHandle } from './screen-handle.ts'
import { MOST_TABS, type Tab } from './tabs.ts'
import { TerminalBox } from './terminal-box.tsx'
import type { Viewer } from './viewer.ts'

const Room = () => <span aria-hidden className="size-7" />
const ClipboardMenu = dynamic(() => import('./clipboard-menu.tsx').then((module) => module.ClipboardMenu), {
  loading: Room,
})

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
  const prompt = usePrompt()
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
          {prompt.isThere ? <ClipboardMenu screen={() => screens.current.get(shown)} /> : <Room />}
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
            onSettled={prompt.tell}
          />
        ))}
      </div>
    </div>
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
