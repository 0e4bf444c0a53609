import { ACK_BYTES } from '@berth/protocol/channel.ts'
import type { ChannelEnd, LogLine } from '@berth/protocol'
import type { Socket } from 'socket.io-client'
import { ask } from '../../../live/socket.ts'

export type LogStreamOptions = {
  readonly socket: Socket
  readonly query: { readonly tenant: string; readonly app: string }
  /** how many old lines the first opening asks for */
  readonly tail: number
  /** from when to go on after a break; undefined at first */
  readonly resumeFrom: () => string | undefined
  readonly onOpen: () => void
  readonly onLines: (lines: readonly LogLine[]) => void
  readonly onError: (error: unknown) => void
  readonly onLost: () => void
}

/** Follows an app's logs over a socket, goes on where it was after a break, and acknowledges what was taken in. */
export function followLogs(options: LogStreamOptions): () => void {
  const { socket } = options
  let unacked = 0
  const open = () => {
    const since = options.resumeFrom()
    const from = since === undefined ? { tail: options.tail } : { since }
    ask(socket, 'open', { ...options.query, ...from, follow: true }).then(options.onOpen, options.onError)
  }
  socket.on('connect', open)
  socket.on('lines', (lines: LogLine[]) => {
    options.onLines(lines)
    unacked += sizeOf(lines)
    if (unacked < ACK_BYTES) return
    socket.emit('ack', unacked)
    unacked = 0
  })
  socket.on('end', (end: ChannelEnd) => {
    if (end.kind === 'error') options.onError({ data: { berth: end } })
    else setTimeout(open, 1_000)
  })
  socket.on('disconnect', options.onLost)
  socket.on('connect_error', options.onLost)
  socket.connect()
  return () => socket.disconnect()
}

/** Bytes as they were sent: each batch is a JSON array. */
function sizeOf(lines: readonly LogLine[]): number {
  return new TextEncoder().encode(JSON.stringify(lines)).length
}
