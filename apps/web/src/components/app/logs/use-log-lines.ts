'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import type { Socket } from 'socket.io-client'
import { openSocket } from '../../../live/socket.ts'
import { type BufferedLine, LogBuffer } from './log-buffer.ts'
import { followLogs, type LogStream } from './log-stream.ts'

export type LogState =
  | { readonly kind: 'connecting' | 'live' | 'lost' }
  | { readonly kind: 'failed'; readonly error: unknown }

const TAIL = 1_000
const HOUR_MS = 60 * 60_000

/** An app's log lines as they come, at most one render per frame. While `held`, no old line is dropped. `instances` names those that there are. */
export function useLogLines(options: {
  tenant: string
  app: string
  instances: string
  /** of this one alone */
  containerId?: string
  /** so many hours back, also of instances that are gone; 0: the newest lines of those that there are */
  hours: number
  held: boolean
}) {
  const { tenant, app, hours, containerId } = options
  const held = useRef(options.held)
  const stream = useRef<LogStream | null>(null)
  const [buffer] = useState(() => new LogBuffer())
  const [lines, setLines] = useState<readonly BufferedLine[]>([])
  const [state, setState] = useState<LogState>({ kind: 'connecting' })
  useEffect(() => {
    held.current = options.held
  }, [options.held])

  useEffect(() => {
    let frame = 0
    const render = () => {
      frame = 0
      if (!held.current) buffer.trim()
      setLines([...buffer.lines])
    }
    let over = false
    buffer.clear()
    frame = requestAnimationFrame(render)
    void openSocket('/logs').then((socket: Socket) => {
      if (over) return
      stream.current = followLogs({
        socket,
        query: { tenant, app, ...(containerId !== undefined && { containerId }) },
        begin: () => beginOf(hours),
        resumeFrom: () => buffer.resume(),
        onOpen: () => setState({ kind: 'live' }),
        onLines: (more) => {
          buffer.append(more)
          frame ||= requestAnimationFrame(render)
        },
        onError: (error) => setState({ kind: 'failed', error }),
        onLost: () => setState({ kind: 'lost' }),
      })
    })
    return () => {
      over = true
      stream.current?.close()
      stream.current = null
      cancelAnimationFrame(frame)
    }
  }, [tenant, app, hours, containerId, buffer])

  // A stream follows the instances that there were when it was opened.
  useEffect(() => stream.current?.reopen(), [options.instances])

  const clear = useCallback(() => {
    buffer.clear()
    setLines([])
  }, [buffer])
  return { lines, state, clear }
}

function beginOf(hours: number) {
  if (hours === 0) return { tail: TAIL }
  return { since: new Date(Date.now() - hours * HOUR_MS).toISOString(), history: true } as const
}
