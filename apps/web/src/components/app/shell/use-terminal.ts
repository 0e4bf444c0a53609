'use client'

import { FitAddon } from '@xterm/addon-fit'
import { SearchAddon } from '@xterm/addon-search'
import { WebLinksAddon } from '@xterm/addon-web-links'
import { Terminal } from '@xterm/xterm'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { openSocket } from '../../../live/socket.ts'
import { isLeaveChord } from './leave-chord.ts'
import { shellMemory } from './shell-memory.ts'
import { joinTerminal, type TerminalState } from './terminal-session.ts'
import { terminalTheme } from './terminal-theme.ts'

/** A terminal drawn into `box`, joined to a shell of the app. Lives as long as the component. */
export function useTerminal(options: {
  box: RefObject<HTMLDivElement | null>
  tenant: string
  app: string
  containerId: string
  label: string
  onLeave: () => void
}) {
  const { box, tenant, app, containerId, label } = options
  const [state, setState] = useState<TerminalState>({ kind: 'connecting' })
  const drawn = useRef<{ terminal: Terminal; search: SearchAddon } | null>(null)
  const leave = useRef(options.onLeave)
  useEffect(() => {
    leave.current = options.onLeave
  })

  useEffect(() => {
    const element = box.current
    if (!element) return
    const terminal = new Terminal({
      fontFamily: getComputedStyle(element).fontFamily,
      fontSize: 13,
      lineHeight: 1.2,
      cursorBlink: !matchMedia('(prefers-reduced-motion: reduce)').matches,
      scrollback: 10_000,
      theme: terminalTheme(element),
      minimumContrastRatio: 4.5,
    })
    const fit = new FitAddon()
    const search = new SearchAddon()
    terminal.loadAddon(fit)
    terminal.loadAddon(search)
    terminal.loadAddon(new WebLinksAddon())
    terminal.open(element)
    terminal.textarea?.setAttribute('aria-label', label)
    terminal.attachCustomKeyEventHandler((event) => {
      if (!isLeaveChord(event)) return true
      if (event.type === 'keydown') leave.current()
      return false
    })
    fit.fit()
    terminal.focus()
    drawn.current = { terminal, search }
    const resizing = new ResizeObserver(() => fit.fit())
    resizing.observe(element)

    const memory = shellMemory(`berth.shell.${tenant}.${app}.${containerId}`)
    let close: (() => void) | undefined
    let over = false
    void openSocket('/terminal').then((socket) => {
      if (over) return
      close = joinTerminal({
        terminal,
        socket,
        target: { tenant, app, ...(containerId === '' ? {} : { containerId }) },
        shell: memory.read(),
        onShell: memory.write,
        onState: setState,
      })
    })
    return () => {
      over = true
      close?.()
      resizing.disconnect()
      terminal.dispose()
      drawn.current = null
    }
  }, [box, tenant, app, containerId, label])

  return {
    state,
    find: (text: string) => void drawn.current?.search.findNext(text),
    readAloud: (on: boolean) => {
      if (drawn.current) drawn.current.terminal.options.screenReaderMode = on
    },
  }
}
