import { ACK_BYTES } from '@berth/protocol/channel.ts'
import type { ChannelEnd } from '@berth/protocol'
import type { Terminal } from '@xterm/xterm'
import type { Socket } from 'socket.io-client'
import { isPassing, readBerthError } from '../../../trpc/berth-error.ts'

export type TerminalState =
  | { readonly kind: 'connecting' | 'open' | 'lost' }
  | { readonly kind: 'ended'; readonly end: ChannelEnd }
  | { readonly kind: 'failed'; readonly error: unknown }

const RETRY_MS = 1_000

/** How a shell is found on the other side. */
export type ShellDoor = {
  /** asks for the shell to go on with, or a new one */
  open(size: { cols: number; rows: number }): Promise<void>
  /** the shell is over; whether a new one may be asked for at once, as it was one to go on with */
  over(): boolean
}

/**
 * Joins a terminal to a shell on the other side: keys out, screen in, size along, every 5,000 bytes drawn are
 * acknowledged. After a break it goes on with the same shell, whose screen is replayed.
 */
export function joinTerminal(options: {
  terminal: Terminal
  socket: Socket
  door: ShellDoor
  onState: (state: TerminalState) => void
}): () => void {
  const { terminal, socket, door } = options
  let unacked = 0

  const open = async () => {
    terminal.reset()
    await door.open({ cols: terminal.cols, rows: terminal.rows })
    options.onState({ kind: 'open' })
  }
  const join = () => {
    open().catch((error: unknown) => {
      if (!socket.connected) return // it joins again when it is back
      if (isPassing(readBerthError(error))) return void setTimeout(join, RETRY_MS)
      if (!door.over()) return options.onState({ kind: 'failed', error })
      join() // it ended meanwhile: then a new one is what is wanted
    })
  }
  const drawn = (bytes: number) => {
    unacked += bytes
    if (unacked < ACK_BYTES) return
    socket.emit('ack', unacked)
    unacked = 0
  }
  const lose = () => options.onState({ kind: 'lost' })

  socket.on('connect', join)
  socket.on('disconnect', lose)
  socket.on('connect_error', lose)
  socket.on('data', (data: ArrayBuffer) => terminal.write(new Uint8Array(data), () => drawn(data.byteLength)))
  socket.on('end', (end: ChannelEnd) => {
    if (end.kind === 'error' && isPassing(readBerthError({ data: { berth: end } }))) {
      lose() // only the way there broke: the shell goes on
      return void setTimeout(join, RETRY_MS)
    }
    door.over()
    options.onState({ kind: 'ended', end })
  })
  const encoder = new TextEncoder()
  const subscriptions = [
    terminal.onData((text) => socket.emit('input', encoder.encode(text))),
    terminal.onBinary((text) =>
      socket.emit(
        'input',
        Uint8Array.from(text, (char) => char.charCodeAt(0)),
      ),
    ),
    terminal.onResize((size) => socket.emit('resize', size)),
  ]
  socket.connect()
  return () => {
    for (const subscription of subscriptions) subscription.dispose()
    socket.off().disconnect()
  }
}
