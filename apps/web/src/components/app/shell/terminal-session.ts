import { ACK_BYTES } from '@berth/protocol/channel.ts'
import type { ChannelEnd } from '@berth/protocol'
import type { Terminal } from '@xterm/xterm'
import type { Socket } from 'socket.io-client'
import { isPassing, readBerthError } from '../../../trpc/berth-error.ts'
import { quietScreen } from './quiet-screen.ts'
import type { Size, TerminalFit } from './terminal-fit.ts'
import type { TypedKeys } from './typed-keys.ts'

export type TerminalState =
  | { readonly kind: 'connecting' | 'open' | 'lost' }
  | { readonly kind: 'ended'; readonly end: ChannelEnd }
  | { readonly kind: 'failed'; readonly error: unknown }

const RETRY_MS = 1_000
/** Resets the terminal, in its turn after what is still to be drawn. */
const RESET = '\u001Bc'

/** How a shell is found on the other side. */
export type ShellDoor = {
  /** asks for the shell to go on with, or a new one */
  open(size: Size): Promise<void>
  /** the shell is over; whether a new one may be asked for at once, as it was one to go on with */
  over(): boolean
}

/**
 * Joins a terminal to a shell on the other side: keys out, screen in, size along, every 5,000 bytes drawn are
 * acknowledged. After a break it goes on with the same shell, whose screen is replayed; until then the old one stays
 * in sight. Keys that are typed while there is no shell wait for it.
 */
export function joinTerminal(options: {
  terminal: Terminal
  keys: TypedKeys
  fit: Pick<TerminalFit, 'isOwn' | 'own'>
  socket: Socket
  door: ShellDoor
  onState: (state: TerminalState) => void
  /** whether keys make the shell as large as this window; else it stays as it is */
  drives?: () => boolean
}): () => void {
  const { terminal, keys, fit, socket, door, drives = () => true } = options
  let isOpen = false
  let isOver = false
  let isReplay = true
  let isStale = false
  let round = 0
  let unacked = 0
  // of several windows the one that was typed into last answers
  quietScreen(terminal, () => isReplay || !fit.isOwn)

  /** What stands there is from before: the replay takes its place. */
  const renew = () => {
    if (!isStale) return
    isStale = false
    isReplay = true
    round++
    unacked = 0
    terminal.write(RESET)
  }
  const open = async () => {
    isStale = true
    if (drives()) fit.own()
    const { cols, rows } = terminal
    await door.open({ cols, rows })
    renew()
    isOpen = true
    if (cols !== terminal.cols || rows !== terminal.rows) tellSize()
    options.onState({ kind: 'open' })
    keys.sendTo(send)
  }
  const join = () => {
    if (isOver) return
    open().catch((error: unknown) => {
      if (!socket.connected) return // it joins again when it is back
      if (isPassing(readBerthError(error))) return void setTimeout(join, RETRY_MS)
      if (!door.over()) return options.onState({ kind: 'failed', error })
      join() // it ended meanwhile: then a new one is what is wanted
    })
  }
  const close = () => {
    isOpen = false
    keys.sendTo(null)
  }
  const lose = () => {
    close()
    options.onState({ kind: 'lost' })
  }
  const draw = (data: ArrayBuffer) => {
    renew()
    const mine = round
    terminal.write(new Uint8Array(data), () => {
      if (mine === round) drawn(data.byteLength)
    })
  }
  const drawn = (bytes: number) => {
    unacked += bytes
    if (unacked < ACK_BYTES) return
    socket.emit('ack', unacked)
    unacked = 0
  }
  const send = (bytes: Uint8Array) => {
    if (drives() && !fit.isOwn) {
      fit.own()
      tellSize()
    }
    socket.emit('input', bytes)
  }
  const tellSize = () => {
    if (isOpen && fit.isOwn) socket.emit('resize', { cols: terminal.cols, rows: terminal.rows })
  }

  socket.on('connect', join)
  socket.on('disconnect', lose)
  socket.on('connect_error', lose)
  socket.on('data', draw)
  socket.on('replayed', () => {
    renew()
    const mine = round
    terminal.write('', () => {
      if (mine === round) isReplay = false
    })
  })
  socket.on('end', (end: ChannelEnd) => {
    if (end.kind === 'error' && isPassing(readBerthError({ data: { berth: end } }))) {
      lose() // only the way there broke: the shell goes on
      return void setTimeout(join, RETRY_MS)
    }
    close()
    keys.forget()
    door.over()
    options.onState({ kind: 'ended', end })
  })
  const resizing = terminal.onResize(tellSize)
  socket.connect()
  return () => {
    isOver = true
    close()
    resizing.dispose()
    socket.off().disconnect()
  }
}
