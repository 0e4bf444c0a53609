import type { AccessRequest } from '@berth/auth'
import { BerthError } from '@berth/core'
import { forTenant } from '@berth/db'
import { buildWatchSchema } from '@berth/protocol'
import { answering } from './answering.ts'
import type { SocketDeps } from './deps.ts'
import type { BerthSocket } from './socket.ts'

/** Without an answer within this time the next hint is sent all the same. */
const ANSWER_MS = 60_000

/**
 * `/builds`: hints that a build printed something or changed. What it was is read by the API, at the pace of who
 * reads; the next hint waits until the last one was answered.
 */
export function serveBuilds(socket: BerthSocket, { auth, db, builds, watchdog, log }: SocketDeps): void {
  const { actor, ip } = socket.data
  let use: AccessRequest | undefined
  let unwatch = () => {}
  const stop = watchdog.watch({
    actor,
    uses: () => (use === undefined ? [] : [use]),
    onRevoked: () => socket.disconnect(true),
  })
  socket.on('disconnect', () => {
    stop()
    unwatch()
  })
  socket.on(
    'watch',
    answering(buildWatchSchema, log, async ({ tenant: name, id, app, repository }) => {
      const wanted: AccessRequest = { actor, tenant: name, ip, ...rightTo({ app, repository, tenant: name }) }
      const { tenant } = await auth.authorize(wanted)
      const where = {
        id,
        ...(app !== undefined && { app: { name: app } }),
        ...(repository !== undefined && { repository }),
      }
      const known = await forTenant(db, tenant.id).build.findFirst({ where, select: { id: true } })
      if (!known) throw new BerthError('build.not_found', `there is no build ${id}`, { details: { id } })
      unwatch()
      use = wanted
      if (socket.connected) unwatch = builds.watch(id, createHinter(socket))
      return {}
    }),
  )
}

/** As the API asks of who reads the output. */
function rightTo(asked: { app?: string | undefined; repository?: string | undefined; tenant: string }) {
  const { app, repository, tenant } = asked
  if (repository === undefined) return { permission: 'app:read', target: { app } } as const
  const own = repository.startsWith(`${tenant}/`) ? repository.slice(tenant.length + 1) : undefined
  return { permission: 'registry:push', target: { repository: own } } as const
}

/** One hint at a time: what comes before it is answered becomes one more. */
function createHinter(socket: BerthSocket): () => void {
  let isSent = false
  let more = false
  const send = () => {
    isSent = true
    more = false
    socket.timeout(ANSWER_MS).emit('more', () => {
      isSent = false
      if (more && socket.connected) send()
    })
  }
  return () => {
    if (isSent) more = true
    else send()
  }
}
