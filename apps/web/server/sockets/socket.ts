import type { Actor } from '@berth/auth'
import type { DefaultEventsMap, Server, Socket } from 'socket.io'

/** What is known of a socket once it was let in. */
type SocketData = { readonly actor: Actor; readonly ip: string | null }

export type BerthSocket = Socket<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, SocketData>
export type BerthServer = Server<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, SocketData>
