import type { ChannelEnd, LogLine } from '@berth/protocol'
import { fromWireError } from '@berth/core'
import type { Session } from '../session/session.ts'
import { ask, connectionError, isPassing, openSocket, refusal, RETRY_MS } from './socket.ts'

export type LogRequest = {
  readonly tenant: string
  readonly app: string
  readonly process?: string
  readonly containerId?: string
  readonly release?: number
  readonly tail?: number
  readonly since?: string
  readonly until?: string
  readonly grep?: string
  readonly instance?: number
  readonly history?: boolean
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
  let isFirst = true
  try {
    await new Promise<void>((resolve, reject) => {
      // after an outage it goes on where it was
      const open = () => {
        const rest = latest === undefined ? request : { ...request, tail: undefined, since: latest }
        ask(socket, 'open', rest).catch((error: unknown) => {
          if (isFirst) reject(error)
          else if (!socket.connected)
            return // it opens again when it is back
          else if (isPassing(error)) openLater()
          else reject(error)
        })
      }
      const openLater = () => setTimeout(() => socket.connected && open(), RETRY_MS)
      socket.on('connect', open)
      socket.on('connect_error', (error) => {
        const refused = refusal(error)
        if (isFirst || (refused && !isPassing(refused))) reject(connectionError(session, error))
      })
      socket.on('lines', (lines: readonly LogLine[], bytes: number) => {
        for (const line of lines) print(line)
        latest = lines.at(-1)?.at ?? latest
        isFirst = false
        socket.emit('ack', bytes)
      })
      socket.on('end', (end: ChannelEnd) => {
        if (end.kind !== 'error') return resolve()
        const error = fromWireError(end)
        if (request.follow && isPassing(error)) openLater()
        else reject(error)
      })
    })
  } finally {
    socket.close()
  }
}
