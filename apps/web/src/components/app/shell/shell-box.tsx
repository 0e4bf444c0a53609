'use client'

import '@xterm/xterm/css/xterm.css'
import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { useStored } from '../../../session/use-stored.ts'
import { useAppName } from '../use-app.ts'
import { ShellNotice } from './shell-notice.tsx'
import { ShellToolbar } from './shell-toolbar.tsx'
import { useTerminal } from './use-terminal.ts'

/** One terminal with its tools. Leaving it by its chord puts the focus on the tools. */
export function ShellBox(props: {
  instances: readonly { id: string; process: string; instance: number }[]
  containerId: string
  onContainer: (id: string) => void
  onNew: () => void
}) {
  const t = useTranslations('shell')
  const name = useAppName()
  const box = useRef<HTMLDivElement>(null)
  const tools = useRef<HTMLDivElement>(null)
  const [reader, setReader] = useStored('reader', 'off')
  const terminal = useTerminal({
    box,
    ...name,
    containerId: props.containerId,
    label: t('terminalOf', { app: name.app }),
    onLeave: () => tools.current?.focus(),
  })
  useEffect(() => terminal.readAloud(reader === 'on'))
  return (
    <section aria-label={t('title')} className="overflow-hidden rounded-lg border bg-sunken">
      <ShellToolbar
        ref={tools}
        instances={props.instances}
        containerId={props.containerId}
        onContainer={props.onContainer}
        reader={reader === 'on'}
        onReader={(on) => setReader(on ? 'on' : 'off')}
        state={terminal.state.kind}
        onFind={terminal.find}
      />
      <ShellNotice state={terminal.state} onNew={props.onNew} />
      <div className="p-2">
        <div ref={box} className="h-[max(18rem,calc(100dvh-22rem))] font-mono" />
      </div>
    </section>
  )
}
