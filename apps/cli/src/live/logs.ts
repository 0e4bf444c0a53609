import type { ChannelEnd, LogLine } from '@berth/protocol'
import { BerthError } from '@berth/core'
import type { Session } from '../session/session.ts'
import { ask, openSocket, refusal } from './socket.ts'

export type LogRequest = {
  readonly tenant: string
  readonly app: string
  readonly process?: string
  readonly tail?: number
  readonly since?: string
  readonly follow: boolean
}

/** Hands every line to `print`; resolves at the end, which never comes while it follows. */
export async function readLogs(
  session: Session,
  request: LogRequest,
  print: (line: LogLine) => void,
): Promise<void> {
  const socket = openSocket(session, '/logs')
  let latest: string | undefined
  try {
    await new Promise<void>((resolve, reject) => {
      // after an outage it goes on where it was
      socket.on('connect', () => {
        const open = latest === undefined ? request : { ...request, tail: undefined, since: latest }
        ask(socket, 'open', open).catch(reject)
      })
      socket.on('connect_error', (error) => {
        const refused = refusal(error)
        if (refused || latest === undefined) reject(refused ?? error)
      })
      socket.on('lines', (lines: readonly LogLine[]) => {
        for (const line of lines) print(line)
        latest = lines.at(-1)?.at ?? latest
        socket.emit('ack', JSON.stringify(lines).length)
      })
      socket.on('end', (end: ChannelEnd) =>
        end.kind === 'error' ? reject(new BerthError('protocol.disconnected', end.message)) : resolve(),
      )
    })
  } finally {
    socket.close()
  }
}
