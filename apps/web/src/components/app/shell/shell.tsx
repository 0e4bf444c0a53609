'use client'

import '@xterm/xterm/css/xterm.css'
import { EmptyState } from '@berth/ui/empty-state.tsx'
import { SquareTerminal } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { CliHint } from '../../cli-hint.tsx'
import { useApp, useAppName } from '../use-app.ts'
import { ShellNotice } from './shell-notice.tsx'
import { ShellToolbar } from './shell-toolbar.tsx'
import { useTerminal } from './use-terminal.ts'

export function Shell() {
  const t = useTranslations('shell')
  const name = useAppName()
  const app = useApp()
  const running = (app.data?.instances ?? []).filter((one) => one.state === 'running')
  if (app.data && running.length === 0) {
    return (
      <EmptyState icon={SquareTerminal} title={t('noneTitle')}>
        <p className="text-sm text-muted">{t('noneHint')}</p>
      </EmptyState>
    )
  }
  return (
    <>
      <ShellBox instances={running} />
      <CliHint command={`berth exec ${name.app} -it -- sh`} />
    </>
  )
}

function ShellBox({
  instances,
}: {
  instances: readonly { id: string; process: string; instance: number }[]
}) {
  const t = useTranslations('shell')
  const name = useAppName()
  const box = useRef<HTMLDivElement>(null)
  const after = useRef<HTMLDivElement>(null)
  const [containerId, setContainerId] = useState('')
  const [attempt, setAttempt] = useState(0)
  const [reader, setReader] = useState(false)
  const { state, handle } = useTerminal({
    box,
    ...name,
    containerId,
    attempt,
    label: t('terminalOf', { app: name.app }),
    onLeave: () => after.current?.focus(),
  })
  useEffect(() => {
    if (state.kind === 'open') localStorage.setItem('berth.shell.opened', '1')
  }, [state.kind])
  useEffect(() => {
    if (handle) handle.terminal.options.screenReaderMode = reader
  }, [handle, reader])
  return (
    <section aria-label={t('title')} className="overflow-hidden rounded-lg border bg-sunken">
      <ShellToolbar
        ref={after}
        instances={instances}
        containerId={containerId}
        onContainer={setContainerId}
        reader={reader}
        onReader={setReader}
        state={state.kind}
        onFind={(text) => handle?.search.findNext(text)}
      />
      <ShellNotice state={state} onNew={() => setAttempt((was) => was + 1)} />
      <div className="p-2">
        <div ref={box} className="h-[max(18rem,calc(100dvh-22rem))] font-mono" />
      </div>
    </section>
  )
}
