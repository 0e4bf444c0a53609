import { constants } from 'node:os'
import { BerthError, fromWireError } from '@berth/core'
import { ACK_BYTES, type ChannelEnd, type TerminalOpened } from '@berth/protocol'
import type { Socket } from 'socket.io-client'
import type { Session } from '../session/session.ts'
import { sendInput } from './send-input.ts'
import { ask, connectionError, isPassing, openSocket, refusal, RETRY_MS } from './socket.ts'

/** between lines of a terminal that is raw */
const LOST = '\r\nberth: the connection is away, and what you typed did not arrive: type it again\r\n'

export type ExecRequest = {
  readonly tenant: string
  readonly app: string
  readonly containerId?: string
  /** one that runs already, instead of `argv`: then `containerId` is its container */
  readonly execId?: string
  readonly argv?: readonly string[]
  readonly tty: boolean
  readonly stdin: boolean
}

/** Runs a command in an instance on this terminal's behalf; resolves to its exit code. */
export async function runTerminal(session: Session, request: ExecRequest): Promise<number> {
  const socket = openSocket(session, '/terminal')
  const restore = request.tty ? enterRawMode() : () => undefined
  try {
    const end = await new Promise<ChannelEnd>((resolve, reject) =>
      converse({ session, socket }, request, resolve, reject),
    )
    return exitCodeOf(end)
  } finally {
    restore()
    process.stdin.pause()
    socket.close()
  }
}

/** After an outage the same command is joined again: it belongs to its container and went on. */
function converse(
  { session, socket }: { readonly session: Session; readonly socket: Socket },
  request: ExecRequest,
  resolve: (end: ChannelEnd) => void,
  reject: (error: unknown) => void,
): void {
  const { stdin, ...asked } = request
  let known: { execId: string; containerId: string } | undefined
  const join = async () => {
    const isFirst = known === undefined
    const size = request.tty ? terminalSize() : {}
    const { execId, containerId } = await ask<TerminalOpened>(socket, 'open', { ...asked, ...size, ...known })
    known = { execId, containerId }
    if (isFirst) forwardInput(socket, { stdin, tty: request.tty }, reject)
  }
  const tryToJoin = () => {
    join().catch((error: unknown) => {
      if (known === undefined) reject(error)
      else if (!socket.connected)
        return // it joins again when it is back
      else if (isPassing(error)) joinLater()
      else reject(error)
    })
  }
  const joinLater = () => setTimeout(() => socket.connected && tryToJoin(), RETRY_MS)
  socket.on('connect', tryToJoin)
  socket.on('connect_error', (error) => {
    const refused = refusal(error)
    if (known === undefined || (refused && !isPassing(refused))) reject(connectionError(session, error))
  })
  receive(socket, 'data', process.stdout)
  receive(socket, 'stderr', process.stderr)
  socket.on('end', (end: ChannelEnd) => {
    // only the way to it broke: the command goes on
    if (end.kind === 'error' && isPassing(fromWireError(end))) joinLater()
    else resolve(end)
  })
  if (request.tty) process.stdout.on('resize', () => socket.emit('resize', terminalSize()))
}

/** What was written is acknowledged, so that a slow reader here slows the command down there. */
function receive(socket: Socket, event: 'data' | 'stderr', target: NodeJS.WriteStream): void {
  let unacknowledged = 0
  socket.on(event, (chunk: Uint8Array) => {
    target.write(chunk, () => {
      unacknowledged += chunk.length
      if (unacknowledged < ACK_BYTES) return
      socket.emit('ack', unacknowledged)
      unacknowledged = 0
    })
  })
}

function forwardInput(
  socket: Socket,
  { stdin, tty }: { stdin: boolean; tty: boolean },
  reject: (error: unknown) => void,
): void {
  const send = async () => {
    if (stdin) {
      await sendInput({
        ...{ input: process.stdin, tty },
        deliver: (chunk) => ask(socket, 'input', chunk),
        isConnected: () => socket.connected,
        onLost: () => process.stderr.write(LOST),
      })
    }
    await ask(socket, 'eof')
  }
  send().catch((error: unknown) => {
    // the command may end while its input still waits: then its end says all
    if (socket.connected) reject(error)
  })
}

function enterRawMode(): () => void {
  if (!process.stdin.isTTY) return () => undefined
  process.stdin.setRawMode(true)
  return () => process.stdin.setRawMode(false)
}

function terminalSize(): { cols: number; rows: number } {
  return { cols: process.stdout.columns || 80, rows: process.stdout.rows || 24 }
}

/** As a shell counts: 128 and the signal's number. */
function exitCodeOf(end: ChannelEnd): number {
  switch (end.kind) {
    case 'exit':
      return end.code ?? 128 + (constants.signals[end.signal as NodeJS.Signals] ?? 0)
    case 'error':
      throw new BerthError('runtime.exec_failed', end.message)
    case 'closed':
      throw new BerthError('protocol.disconnected', 'the session was closed before the command ended')
  }
}
