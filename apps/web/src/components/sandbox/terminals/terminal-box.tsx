'use client'

import '@xterm/xterm/css/xterm.css'
import { Status } from '@berth/ui/status.tsx'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { ShellNotice } from '../../app/shell/shell-notice.tsx'
import { useRefreshSandbox } from '../use-sandbox.ts'
import type { ScreenHandle } from './screen-handle.ts'
import type { Tab } from './tabs.ts'
import { useSandboxTerminal } from './use-sandbox-terminal.ts'
import type { Viewer } from './viewer.ts'

const TONES = { connecting: 'busy', open: 'ok', lost: 'warn', ended: 'off', failed: 'bad' } as const

type Props = {
  sandbox: string
  tab: Tab
  reader: boolean
  onLeave: () => void
  onType: (number: number, type: ((text: string) => void) | null) => void
  onScreen: (number: number, screen: ScreenHandle | null) => void
  onViewers: (viewers: readonly Viewer[]) => void
  /** it has a shell, or will have none soon */
  onSettled: () => void
}

/** One terminal; a shell that ended is begun anew. */
export function TerminalBox(props: Props) {
  const [attempt, setAttempt] = useState(0)
  return <Joined key={attempt} {...props} onNew={() => setAttempt((was) => was + 1)} />
}

function Joined(props: Props & { onNew: () => void }) {
  const t = useTranslations('shell')
  const words = useTranslations('sandbox')
  const box = useRef<HTMLDivElement>(null)
  const { reader, onNew, onSettled, ...joined } = props
  const { tab } = props
  const { onSuccess: onChanged } = useRefreshSandbox()
  const label = words('terminalOf', { number: tab.number, container: tab.container })
  const { state, readAloud } = useSandboxTerminal({
    ...joined,
    box,
    label,
    onChanged: () => void onChanged(),
  })
  useEffect(() => readAloud(reader))
  const isSettled = state.kind !== 'connecting'
  useEffect(() => {
    if (isSettled) onSettled()
  }, [isSettled, onSettled])
  return (
    <section aria-label={label} className="flex min-h-64 min-w-0 flex-1 flex-col">
      {state.kind === 'open' ? null : (
        <Status tone={TONES[state.kind]} className="px-3 py-1 text-xs">
          {t(state.kind)}
        </Status>
      )}
      <ShellNotice state={state} onNew={onNew} />
      {/* as large as another window has it, it may be larger than this one */}
      <div className="min-h-0 overflow-auto p-2 max-lg:h-[max(15rem,55dvh)] lg:flex-1">
        <div ref={box} className="h-full font-mono" />
      </div>
    </section>
  )
}
