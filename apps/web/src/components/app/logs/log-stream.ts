import { ACK_BYTES } from '@berth/protocol/channel.ts'
import type { ChannelEnd, LogLine } from '@berth/protocol'
import type { Socket } from 'socket.io-client'
import { ask } from '../../../live/socket.ts'
import { isPassing, readBerthError } from '../../../trpc/berth-error.ts'

export type LogStreamOptions = {
  readonly socket: Socket
  readonly query: { readonly tenant: string; readonly app: string; readonly containerId?: string }
  /** which old lines the first opening asks for */
  readonly begin: () => { readonly tail: number } | { readonly since: string; readonly history: true }
  /** from when to go on after a break; undefined at first */
  readonly resumeFrom: () => string | undefined
  readonly onOpen: () => void
  readonly onLines: (lines: readonly LogLine[]) => void
  readonly onError: (error: unknown) => void
  readonly onLost: () => void
}

export type LogStream = {
  /** asks again from the last line on, for instances that were not there before */
  readonly reopen: () => void
  readonly close: () => void
}

const RETRY_MS = 1_000

/** Follows an app's logs over a socket, goes on where it was after a break, and acknowledges what was taken in. */
export function followLogs(options: LogStreamOptions): LogStream {
  const { socket } = options
  let retry: ReturnType<typeof setTimeout> | undefined
  let unacked = 0
  const fail = (error: unknown) => {
    if (!isPassing(readBerthError(error))) return options.onError(error)
    options.onLost()
    openSoon()
  }
  const open = () => {
    clearTimeout(retry)
    if (!socket.connected) return
    unacked = 0
    const since = options.resumeFrom()
    const from = since === undefined ? options.begin() : { since }
    ask(socket, 'open', { ...options.query, ...from, follow: true }).then(options.onOpen, fail)
  }
  const openSoon = () => {
    clearTimeout(retry)
    retry = setTimeout(open, RETRY_MS)
  }
  socket.on('connect', open)
  socket.on('lines', (lines: LogLine[], bytes: number) => {
    options.onLines(lines)
    unacked += bytes
    if (unacked < ACK_BYTES) return
    socket.emit('ack', unacked)
    unacked = 0
  })
  socket.on('end', (end: ChannelEnd) => (end.kind === 'error' ? fail({ data: { berth: end } }) : openSoon()))
  socket.on('disconnect', options.onLost)
  socket.on('connect_error', options.onLost)
  socket.connect()
  return {
    reopen: open,
    close: () => {
      clearTimeout(retry)
      socket.off().disconnect()
    },
  }
}
