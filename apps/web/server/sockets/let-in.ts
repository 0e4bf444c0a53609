import type { Auth } from '@berth/auth'
import { BerthError, toBerthError } from '@berth/core'
import type { Logger } from '@berth/log'
import { clientAddress } from '../client-address.ts'
import { isFromUs } from '../origin.ts'
import type { BerthSocket } from './socket.ts'

/** Opened by one person or token at a time, over all namespaces. */
const MAX_SOCKETS = 100

/** Lets in whoever shows a token, or a session's cookie from a page of ours; others learn why not. */
export function createDoorkeeper(options: { auth: Auth; url: string; log: Logger }) {
  const { auth, url, log } = options
  const counts = new Map<string, number>()
  const admit = async (socket: BerthSocket): Promise<Error | undefined> => {
    try {
      const data = await identify(auth, url, socket)
      count(socket, data.actor.token?.id ?? data.actor.label)
      socket.data = data
      return undefined
    } catch (thrown) {
      const error = toBerthError(thrown)
      if (error.kind === 'internal') log.error({ err: error.cause }, 'socket could not be let in')
      return Object.assign(new Error(error.message), { data: { berth: error.toJSON() } })
    }
  }
  const count = (socket: BerthSocket, key: string) => {
    const open = (counts.get(key) ?? 0) + 1
    if (open > MAX_SOCKETS) throw new BerthError('auth.too_many_attempts', 'too many connections at once')
    // whoever went while they were asked who they are would be counted for ever
    if (socket.conn.readyState !== 'open') throw new BerthError('protocol.disconnected', 'gone meanwhile')
    counts.set(key, open)
    let counted = true
    const leave = () => {
      if (!counted) return
      counted = false
      const left = (counts.get(key) ?? 1) - 1
      if (left > 0) counts.set(key, left)
      else counts.delete(key)
    }
    socket.on('disconnect', leave)
    socket.conn.once('close', leave) // the one way to hear of it before the socket is let in
  }
  return async (socket: BerthSocket, next: (error?: Error) => void): Promise<void> =>
    next(await admit(socket))
}

async function identify(auth: Auth, url: string, socket: BerthSocket): Promise<BerthSocket['data']> {
  const { headers } = socket.request
  const ip = clientAddress(headers)
  const { token } = socket.handshake.auth
  const isToken = typeof token === 'string'
  if (!isToken && !isFromUs(headers, url)) {
    throw new BerthError(
      'auth.origin_refused',
      `this connection comes from another site: open ${url} instead`,
    )
  }
  const actor = await auth.authenticate({
    authorization: isToken ? `Bearer ${token}` : null,
    cookie: isToken ? null : (headers.cookie ?? null),
    ip,
  })
  if (actor === null) throw new BerthError('auth.required', 'sign in first, or send an API token')
  return { actor, ip }
}
