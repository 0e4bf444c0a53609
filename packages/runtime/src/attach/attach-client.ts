import { createConnection } from 'node:net'
import { BerthError } from '@berth/core'
import {
  ATTACH,
  createFrameReader,
  encodeFrame,
  encodeInput,
  encodeResize,
  encodeSignal,
  FRAME,
  type Frame,
} from './frame.ts'

export type SessionExit = { readonly code: number | null; readonly signal: number | null }

export type AttachHandlers = {
  /** a terminal has stdout only */
  readonly onStdout: (data: Buffer) => void
  readonly onStderr: (data: Buffer) => void
  /** Once. `exit` is undefined when the connection ended before the session did. */
  readonly onEnd: (exit: SessionExit | undefined) => void
}

/** One connection to a supervisor. */
export type AttachClient = {
  /** false: wait for the returned promise of `drained` before more is written */
  write(data: Uint8Array): boolean
  drained(): Promise<void>
  eof(): void
  resize(size: { cols: number; rows: number }): void
  signal(number: number): void
  /** while paused, the session waits as soon as its buffer is full */
  pause(): void
  resume(): void
  close(): void
}

/**
 * Speaks to a session without a terminal of one's own: all output so far, and from then on. Output that is not taken
 * makes the session wait, but for one who only `watches`: then some of it is left out. Error: container.not_running.
 */
export async function attachClient(
  socketPath: string,
  handlers: AttachHandlers,
  { watches = false }: { watches?: boolean } = {},
): Promise<AttachClient> {
  const socket = createConnection(socketPath)
  const read = createFrameReader()
  let exit: SessionExit | undefined
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('error', (cause) => {
      reject(new BerthError('container.not_running', 'the session has ended', { cause }))
    })
  })
  const take = (frame: Frame) => {
    if (frame.kind === FRAME.stdout) handlers.onStdout(frame.payload)
    if (frame.kind === FRAME.stderr) handlers.onStderr(frame.payload)
    if (frame.kind === FRAME.exit) exit = decodeExit(frame.payload)
  }
  socket.on('data', (chunk) => {
    try {
      for (const frame of read(chunk)) take(frame)
    } catch (error) {
      socket.destroy(error instanceof Error ? error : undefined)
    }
    if (exit) socket.end()
  })
  socket.on('error', () => socket.destroy()) // `close` follows, and tells
  socket.on('close', () => handlers.onEnd(exit))
  socket.write(encodeFrame(FRAME.attach, Buffer.of(watches ? ATTACH.replay : ATTACH.replay | ATTACH.waits)))

  return {
    write: (data) => socket.write(encodeInput(data)),
    drained: () =>
      new Promise((resolve) => {
        if (!socket.writableNeedDrain) return resolve()
        const done = () => {
          socket.off('drain', done)
          socket.off('close', done)
          resolve()
        }
        socket.on('drain', done)
        socket.on('close', done)
      }),
    eof: () => void socket.write(encodeFrame(FRAME.eof)),
    resize: (size) => void socket.write(encodeResize(size)),
    signal: (number) => void socket.write(encodeSignal(number)),
    pause: () => void socket.pause(),
    resume: () => void socket.resume(),
    close: () => void socket.destroy(),
  }
}

function decodeExit(payload: Buffer): SessionExit {
  const signal = payload.readInt32LE(4)
  return signal === 0 ? { code: payload.readInt32LE(0), signal: null } : { code: null, signal }
}
