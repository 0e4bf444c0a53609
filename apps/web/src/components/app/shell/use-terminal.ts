'use client'

import { type RefObject, useEffect, useRef, useState } from 'react'
import { openSocket } from '../../../live/socket.ts'
import { appShellDoor } from './app-shell-door.ts'
import { drawTerminal } from './draw-terminal.ts'
import { shellMemory } from './shell-memory.ts'
import { joinTerminal, type TerminalState } from './terminal-session.ts'

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
  const drawn = useRef<ReturnType<typeof drawTerminal> | null>(null)
  const leave = useRef(options.onLeave)
  useEffect(() => {
    leave.current = options.onLeave
  })

  useEffect(() => {
    const element = box.current
    if (!element) return
    const screen = drawTerminal({ element, label, onLeave: () => leave.current() })
    drawn.current = screen

    const memory = shellMemory(`berth.shell.${tenant}.${app}.${containerId}`)
    const target = { tenant, app, ...(containerId === '' ? {} : { containerId }) }
    let close: (() => void) | undefined
    let over = false
    void openSocket('/terminal').then((socket) => {
      if (over) return
      close = joinTerminal({
        terminal: screen.terminal,
        keys: screen.keys,
        fit: screen.fit,
        socket,
        door: appShellDoor({ socket, target, memory }),
        onState: setState,
      })
    })
    return () => {
      over = true
      close?.()
      screen.close()
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
