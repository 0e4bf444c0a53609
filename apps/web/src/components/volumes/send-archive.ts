import type { ChannelEnd } from '@berth/protocol'
import type { Socket } from 'socket.io-client'
import { ask, openSocket } from '../../live/socket.ts'

const CHUNK = 30_000
const LOST = { code: 'protocol.disconnected', message: 'the connection broke off before all was there' }

/**
 * Sends a file as what a volume shall hold; resolves when all of it is at its node. A connection that breaks off ends
 * it, and nothing changes. Rejects in the shape that readBerthError knows; aborting `signal` leaves.
 */
export async function sendArchive(options: {
  readonly tenant: string
  readonly volume: string
  readonly file: Blob
  readonly signal: AbortSignal
  /** from 0 to 1 */
  readonly onProgress: (share: number) => void
}): Promise<void> {
  const { tenant, volume, signal } = options
  const socket = await openSocket('/volumes')
  try {
    await new Promise<void>((resolve, reject) => {
      const fail = (berth: { code: string; message: string }) => reject({ data: { berth } })
      signal.addEventListener('abort', () => fail(LOST), { once: true })
      socket.once('connect', () => {
        ask(socket, 'import', { tenant, volume })
          .then(() => pour(socket, options))
          // what ended it was told before by the end, where there was one
          .catch(reject)
      })
      socket.on('connect_error', reject)
      socket.on('disconnect', () => fail(LOST))
      socket.on('end', (end: ChannelEnd) => {
        if (end.kind === 'error') return fail(end)
        if (end.kind === 'exit' && end.code === 0) return resolve()
        fail(LOST)
      })
      socket.connect()
    })
  } finally {
    socket.removeAllListeners()
    socket.disconnect()
  }
}

async function pour(
  socket: Socket,
  { file, signal, onProgress }: Parameters<typeof sendArchive>[0],
): Promise<void> {
  const reader = file.stream().getReader()
  let sent = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done || signal.aborted) break
    for (let at = 0; at < value.length && !signal.aborted; at += CHUNK) {
      const piece = value.slice(at, at + CHUNK)
      await ask(socket, 'input', piece)
      sent += piece.length
      onProgress(sent / file.size)
    }
  }
  if (signal.aborted) await reader.cancel()
  else await ask(socket, 'eof', null)
}
