import { BerthError, fromWireError } from '@berth/core'
import type { ChannelEnd, Commit } from '@berth/protocol'
import { ACK_BYTES } from '@berth/protocol'
import type { Session } from '../session/session.ts'
import { ask, connectionError, openSocket } from './socket.ts'

export type FileJob =
  | { readonly kind: 'pack'; readonly path: string; readonly oneMount: boolean }
  | { readonly kind: 'unpack'; readonly path: string; readonly name?: string }
  | { readonly kind: 'changes' }

export type CopyRequest = {
  readonly tenant: string
  readonly app: string
  readonly containerId?: string
} & ({ readonly files: FileJob } | { readonly commit: Commit })

export type CopyHandlers = {
  /** the archive that is sent in, in pieces */
  readonly input?: AsyncIterable<Uint8Array>
  /** resolves when the bytes of the archive that came out are used */
  readonly output?: (bytes: Uint8Array) => void | Promise<void>
  /** what was left out, or went wrong, a line at a time */
  readonly note: (line: string) => void
}

const CHUNK = 30_000

/**
 * Runs one copy to its end; resolves to its exit code. A connection that breaks off ends it: nobody knows what
 * arrived.
 */
export function runCopy(session: Session, request: CopyRequest, handlers: CopyHandlers): Promise<number> {
  return run(
    session,
    { namespace: '/terminal', event: 'open', request: { ...request, tty: false } },
    handlers,
  )
}

/** The same for what a volume holds: an archive comes out. */
export function runVolumeExport(
  session: Session,
  request: { readonly tenant: string; readonly volume: string },
  handlers: Omit<CopyHandlers, 'input'>,
): Promise<number> {
  return run(session, { namespace: '/volumes', event: 'export', request }, handlers)
}

/** The same for what a volume shall hold: an archive goes in. */
export function runVolumeImport(
  session: Session,
  request: { readonly tenant: string; readonly volume: string; readonly bytes?: number },
  handlers: Omit<CopyHandlers, 'output'>,
): Promise<number> {
  return run(session, { namespace: '/volumes', event: 'import', request }, handlers)
}

async function run(
  session: Session,
  job: {
    readonly namespace: '/terminal' | '/volumes'
    readonly event: 'open' | 'export' | 'import'
    readonly request: object
  },
  handlers: CopyHandlers,
): Promise<number> {
  const socket = openSocket(session, job.namespace)
  const lines = eachLine(handlers.note)
  try {
    const end = await new Promise<ChannelEnd>((resolve, reject) => {
      let unused = Promise.resolve()
      let unacknowledged = 0
      const used = (bytes: number) => {
        unacknowledged += bytes
        if (unacknowledged < ACK_BYTES) return
        socket.emit('ack', unacknowledged)
        unacknowledged = 0
      }
      const start = async () => {
        await ask(socket, job.event, job.request)
        for await (const bytes of pieces(handlers.input ?? [])) await ask(socket, 'input', bytes)
        if (handlers.input) await ask(socket, 'eof')
      }
      socket.once('connect', () => void start().catch((error: unknown) => socket.connected && reject(error)))
      socket.on('connect_error', (error) => reject(connectionError(session, error)))
      socket.on('disconnect', () => reject(cutOff()))
      socket.on('data', (bytes: Uint8Array) => {
        unused = unused.then(() => handlers.output?.(bytes)).then(() => used(bytes.length))
        unused.catch(reject)
      })
      socket.on('stderr', (bytes: Uint8Array) => {
        lines(bytes)
        used(bytes.length)
      })
      socket.on('end', (last: ChannelEnd) => void unused.then(() => resolve(last), reject))
    })
    return exitCodeOf(end)
  } finally {
    socket.close()
  }
}

async function* pieces(input: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const bytes of input) {
    for (let at = 0; at < bytes.length; at += CHUNK) yield bytes.subarray(at, at + CHUNK)
  }
}

function eachLine(note: (line: string) => void): (bytes: Uint8Array) => void {
  let rest = ''
  return (bytes) => {
    const found = (rest + Buffer.from(bytes).toString()).split('\n')
    rest = found.pop() ?? ''
    for (const line of found) note(line)
  }
}

function exitCodeOf(end: ChannelEnd): number {
  switch (end.kind) {
    case 'exit':
      return end.code ?? 1
    case 'error':
      throw fromWireError(end)
    case 'closed':
      throw cutOff()
  }
}

function cutOff(): BerthError {
  return new BerthError(
    'protocol.disconnected',
    'the connection broke off before all was copied: copy it again',
  )
}
