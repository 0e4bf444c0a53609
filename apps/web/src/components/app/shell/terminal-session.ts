import { ACK_BYTES } from '@berth/protocol/channel.ts'
import type { ChannelEnd, TerminalOpened } from '@berth/protocol'
import type { Terminal } from '@xterm/xterm'
import type { Socket } from 'socket.io-client'
import { ask } from '../../../live/socket.ts'

export type TerminalState =
  | { readonly kind: 'connecting' | 'open' | 'lost' }
  | { readonly kind: 'ended'; readonly end: ChannelEnd }
  | { readonly kind: 'failed'; readonly error: unknown }

/**
 * Joins a terminal to a shell on the other side: keys out, screen in, size along, every 5,000 bytes drawn are
 * acknowledged. After a break it goes on with the same shell, whose screen is replayed.
 */
export function joinTerminal(options: {
  terminal: Terminal
  socket: Socket
  target: { tenant: string; app: string; containerId?: string }
  /** the shell to go on with, and where to remember it */
  execId: string | null
  onExecId: (execId: string | null) => void
  onState: (state: TerminalState) => void
}): () => void {
  const { terminal, socket, target } = options
  let { execId } = options
  let unacked = 0

  const open = async () => {
    const size = { cols: terminal.cols, rows: terminal.rows }
    const again = execId === null ? {} : { execId }
    const opened = await ask<TerminalOpened>(socket, 'open', { ...target, tty: true, ...size, ...again })
    execId = opened.execId
    options.onExecId(execId)
    options.onState({ kind: 'open' })
  }
  const openOrFail = () => {
    terminal.reset()
    open().catch((error: unknown) => {
      // The remembered shell may have ended meanwhile: then a new one is what is wanted.
      if (execId === null) return options.onState({ kind: 'failed', error })
      forget()
      open().catch((second: unknown) => options.onState({ kind: 'failed', error: second }))
    })
  }
  const forget = () => {
    execId = null
    options.onExecId(null)
  }
  const drawn = (bytes: number) => {
    unacked += bytes
    if (unacked < ACK_BYTES) return
    socket.emit('ack', unacked)
    unacked = 0
  }
  const lose = () => options.onState({ kind: 'lost' })

  socket.on('connect', openOrFail)
  socket.on('disconnect', lose)
  socket.on('connect_error', lose)
  socket.on('data', (data: ArrayBuffer) => terminal.write(new Uint8Array(data), () => drawn(data.byteLength)))
  socket.on('end', (end: ChannelEnd) => {
    forget()
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
    socket.disconnect()
  }
}
