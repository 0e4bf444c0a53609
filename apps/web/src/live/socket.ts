import type { Ack } from '@berth/protocol'
import { TO_LESSONS } from '@berth/protocol/to-lessons.ts'
import type { Socket } from 'socket.io-client'
import { isPassing, readBerthError } from '../trpc/berth-error.ts'

const RETRY_MS = 1_000

export type Namespace = '/events' | '/terminal' | '/logs' | '/stats' | '/builds' | '/sandbox' | '/volumes'

/** The client library, which is loaded on first use. */
export function loadSocket() {
  return import('socket.io-client')
}

/** A connection of its own to one namespace. */
export async function openSocket(namespace: Namespace): Promise<Socket> {
  const { io } = await loadSocket()
  const socket = io(namespace, {
    path: '/socket.io',
    query: namespace === '/sandbox' ? TO_LESSONS : {},
    transports: ['websocket'],
    reconnectionDelay: 300,
    reconnectionDelayMax: 3_000,
    autoConnect: false,
  })
  // socket.io gives up when it is refused, also by a platform that is only coming back; who left has no listeners
  socket.on('connect_error', (error) => {
    if (socket.active || !isPassing(readBerthError(error))) return
    setTimeout(() => socket.hasListeners('connect') && socket.connect(), RETRY_MS)
  })
  return socket
}

class SocketRefused extends Error {
  readonly data: { berth: { code: string; message: string; details?: Record<string, unknown> } }

  constructor(berth: { code: string; message: string; details?: Record<string, unknown> }) {
    super(berth.message)
    this.name = 'SocketRefused'
    this.data = { berth }
  }
}

/** Emits and waits for the answer; a refusal is thrown in the shape that readBerthError knows. */
export async function ask<T extends object>(socket: Socket, event: string, body: unknown): Promise<T> {
  const answer: Ack<T> = await socket.timeout(10_000).emitWithAck(event, body)
  if (!answer.ok) throw new SocketRefused(answer.error)
  return answer
}
