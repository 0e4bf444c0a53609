'use client'

import type { SandboxRole } from '@berth/protocol'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { openSocket } from '../../../live/socket.ts'
import { drawTerminal } from '../../app/shell/draw-terminal.ts'
import type { Size } from '../../app/shell/terminal-fit.ts'
import { joinTerminal, type TerminalState } from '../../app/shell/terminal-session.ts'
import { type ScreenHandle, screenHandle } from './screen-handle.ts'
import { tellPresence } from './presence.ts'
import { sandboxDoor } from './sandbox-door.ts'
import type { Tab } from './tabs.ts'
import type { Viewer } from './viewer.ts'

/** A terminal drawn into `box`, joined to a kept shell of the sandbox. Lives as long as the component. */
export function useSandboxTerminal(options: {
  box: RefObject<HTMLDivElement | null>
  sandbox: string
  tab: Tab
  label: string
  onLeave: () => void
  /** is given what types for the student, while there is a shell */
  onType: (number: number, type: ((text: string) => void) | null) => void
  onScreen: (number: number, screen: ScreenHandle | null) => void
  onViewers: (viewers: readonly Viewer[]) => void
  onChanged: () => void
}) {
  const { box, sandbox, label } = options
  const { number, container } = options.tab
  const [state, setState] = useState<TerminalState>({ kind: 'connecting' })
  const drawn = useRef<ReturnType<typeof drawTerminal> | null>(null)
  const latest = useRef(options)
  useEffect(() => {
    latest.current = options
  })

  useEffect(() => {
    const element = box.current
    if (!element) return
    const screen = drawTerminal({ element, label, onLeave: () => latest.current.onLeave() })
    drawn.current = screen
    latest.current.onScreen(number, screenHandle(screen.terminal))
    const ends: (() => void)[] = []
    let over = false
    let role: SandboxRole = 'driver'
    void openSocket('/sandbox').then((socket) => {
      if (over) return
      socket.on('viewers', (viewers: Viewer[]) => latest.current.onViewers(viewers))
      socket.on('changed', () => latest.current.onChanged())
      socket.on('size', (size: Size) => screen.fit.follow(size))
      socket.on('role', (now: SandboxRole) => {
        role = now
      })
      ends.push(
        tellPresence(socket),
        joinTerminal({
          terminal: screen.terminal,
          keys: screen.keys,
          fit: screen.fit,
          socket,
          door: sandboxDoor({
            socket,
            tab: { sandbox, number, container },
            onOpened: (opened) => {
              role = opened.role
              if (role === 'observer') screen.fit.follow(opened.size)
            },
          }),
          drives: () => role === 'driver',
          onState: (next) => {
            setState(next)
            latest.current.onType(number, next.kind === 'open' ? (text) => screen.terminal.input(text) : null)
          },
        }),
      )
    })
    return () => {
      over = true
      latest.current.onType(number, null)
      latest.current.onScreen(number, null)
      for (const end of ends) end()
      screen.close()
      drawn.current = null
    }
  }, [box, sandbox, number, container, label])

  return {
    state,
    readAloud: (on: boolean) => {
      if (drawn.current) drawn.current.terminal.options.screenReaderMode = on
    },
  }
}
