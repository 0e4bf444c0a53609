import type { AccessRequest } from '@berth/auth'
import { type Db, type Event, listenEvents } from '@berth/db'
import { eventView } from '@berth/deploy'
import type { Logger } from '@berth/log'
import { watchSchema } from '@berth/protocol'
import { z } from 'zod'
import { answering } from './answering.ts'
import type { SocketDeps } from './deps.ts'
import type { BerthServer, BerthSocket } from './socket.ts'

/** `/events`: what happens in the tenants that a socket watches. */
export function serveEvents(socket: BerthSocket, { auth, watchdog, log }: SocketDeps): void {
  const { actor, ip } = socket.data
  const watched = new Map<string, AccessRequest>()
  const stop = watchdog.watch({
    actor,
    uses: () => [...watched.values()],
    onRevoked: () => socket.disconnect(true),
  })
  socket.on('disconnect', stop)
  socket.on(
    'watch',
    answering(watchSchema, log, async ({ tenant }) => {
      const request: AccessRequest = { actor, tenant, permission: 'app:read', ip }
      const access = await auth.authorize(request)
      watched.set(tenant, request)
      await socket.join(roomOf(access.tenant.id))
      return {}
    }),
  )
  socket.on(
    'unwatch',
    answering(z.unknown(), log, async () => {
      watched.clear()
      for (const room of socket.rooms) if (room !== socket.id) await socket.leave(room)
      return {}
    }),
  )
}

/** Hands every committed event to the sockets that watch its tenant, and to `onEvent`. */
export async function relayEvents(options: {
  io: BerthServer
  db: Db
  databaseUrl: string
  log: Logger
  onEvent: (event: Event) => void
}) {
  const { io, db, log } = options
  const names = new Map<string, string>()
  const relay = async (event: Event) => {
    const room = io.of('/events').to(roomOf(event.tenantId))
    if (io.of('/events').adapter.rooms.has(roomOf(event.tenantId))) {
      room.emit('event', eventView(event, await nameOf(db, names, event.tenantId)))
    }
  }
  return listenEvents({
    url: options.databaseUrl,
    db,
    onEvent: (event) => {
      options.onEvent(event)
      relay(event).catch((error: unknown) => log.warn({ err: error }, 'event not relayed'))
    },
    onError: (error) => log.debug({ err: error }, 'listening for events'),
  })
}

function roomOf(tenantId: string): string {
  return `tenant:${tenantId}`
}

/** A tenant's name never changes. */
async function nameOf(db: Db, names: Map<string, string>, id: string): Promise<string> {
  const known = names.get(id)
  if (known !== undefined) return known
  const { name } = await db.tenant.findUniqueOrThrow({ where: { id }, select: { name: true } })
  names.set(id, name)
  return name
}
