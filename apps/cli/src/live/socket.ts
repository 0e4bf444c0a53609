import { BerthError, fromWireError } from '@berth/core'
import type { Ack } from '@berth/protocol'
import { io, type Socket } from 'socket.io-client'
import type { Session } from '../session/session.ts'
import { describeUnreachable, Unreachable } from '../session/unreachable.ts'

/** Between two tries to come back to what goes on at the other side. */
export const RETRY_MS = 500

/** A live connection to one namespace; it comes back by itself after an outage. */
export function openSocket(
  session: Session,
  namespace: '/terminal' | '/logs' | '/stats' | '/volumes' | '/builds',
): Socket {
  const socket = io(`${session.url}${namespace}`, {
    transports: ['websocket'],
    auth: { token: session.token },
    reconnectionDelay: 200,
    reconnectionDelayMax: 2_000,
  })
  // socket.io gives up when it is refused, also by a platform that is only coming back
  socket.on('connect_error', (error) => {
    if (!socket.active && isPassing(refusal(error))) setTimeout(() => socket.connect(), RETRY_MS)
  })
  return socket
}

/** An outage: the same may work in a moment. */
export function isPassing(error: unknown): boolean {
  return error instanceof BerthError && (error.kind === 'unavailable' || error.kind === 'timeout')
}

/** Emits and waits for the acknowledgement. Errors: the platform's own. */
export async function ask<T>(socket: Socket, event: string, ...values: readonly unknown[]): Promise<T> {
  const ack = (await socket.timeout(30_000).emitWithAck(event, ...values)) as Ack<T>
  if (ack.ok) return ack
  throw fromWireError(ack.error)
}

/** The refusal of a connection; undefined for an outage, after which the socket tries again. */
export function refusal(error: Error & { data?: unknown }): BerthError | undefined {
  const data = error.data as { berth?: { code: string; message: string } } | undefined
  return data?.berth && fromWireError(data.berth)
}

/** Why there is no connection: the platform's own words, else that it was not reached. */
export function connectionError(session: Session, error: Error & { description?: unknown }): Error {
  // engine.io hands on what its websocket said; Node's own error is inside of that
  const { description } = error
  const inner = description instanceof Object && 'error' in description ? description.error : error
  return refusal(error) ?? new Unreachable(describeUnreachable(session.url, inner), { cause: error })
}
