import { type BerthError, fromWireError } from '@berth/core'
import type { Ack } from '@berth/protocol'
import { io, type Socket } from 'socket.io-client'
import type { Session } from '../session/session.ts'

/** A live connection to one namespace; it comes back by itself after an outage. */
export function openSocket(session: Session, namespace: '/terminal' | '/logs'): Socket {
  return io(`${session.url}${namespace}`, {
    transports: ['websocket'],
    auth: { token: session.token },
    reconnectionDelay: 200,
    reconnectionDelayMax: 2_000,
  })
}

/** Emits and waits for the acknowledgement. Errors: the platform's own. */
export async function ask<T>(socket: Socket, event: string, ...values: readonly unknown[]): Promise<T> {
  const ack = (await socket.timeout(30_000).emitWithAck(event, ...values)) as Ack<T>
  if (ack.ok) return ack
  throw fromWireError(ack.error)
}

/** The refusal of a connection; undefined for an outage, after which the socket tries again. */
export function refusal(error: Error & { data?: unknown }): BerthError | undefined {
  const data = error.data as { code?: string; message?: string } | undefined
  return data?.code && data.message ? fromWireError({ code: data.code, message: data.message }) : undefined
}
