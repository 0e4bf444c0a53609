import type { AccessRequest } from '@berth/auth'
import { BerthError } from '@berth/core'
import { type InstanceProcesses, statsWatchSchema } from '@berth/protocol'
import { answering } from './answering.ts'
import type { SocketDeps } from './deps.ts'
import { findAllRunning } from './find-containers.ts'
import { instanceStats } from './rates.ts'
import type { BerthSocket } from './socket.ts'

const EVERY_MS = 1_000

/** `/stats`: what the instances of one app use, every second, and what runs in them. */
export function serveStats(socket: BerthSocket, deps: SocketDeps): void {
  const { auth, watchdog, log } = deps
  const { actor, ip } = socket.data
  let use: AccessRequest | undefined
  let timer: NodeJS.Timeout | undefined
  const stop = watchdog.watch({
    actor,
    uses: () => (use === undefined ? [] : [use]),
    onRevoked: () => socket.disconnect(true),
  })
  socket.on('disconnect', () => {
    stop()
    clearTimeout(timer)
  })
  socket.on(
    'watch',
    answering(statsWatchSchema, log, async ({ tenant: name, app }) => {
      const wanted: AccessRequest = { actor, tenant: name, permission: 'app:read', target: { app }, ip }
      const { tenant } = await auth.authorize(wanted)
      await findAllRunning(deps.db, { tenantId: tenant.id, app }) // an app that is not there is said at once
      use = wanted
      clearTimeout(timer)
      const round = async () => {
        await sendOnce(socket, deps, { tenantId: tenant.id, app })
        if (socket.connected && use === wanted) timer = setTimeout(() => void round(), EVERY_MS)
      }
      void round()
      return {}
    }),
  )
  socket.on(
    'top',
    answering(statsWatchSchema, log, async ({ tenant: name, app }) => {
      // arguments may hold what only those know who may go in
      const wanted: AccessRequest = { actor, tenant: name, permission: 'app:exec', target: { app }, ip }
      const { tenant } = await auth.authorize(wanted)
      const ids = await findAllRunning(deps.db, { tenantId: tenant.id, app })
      const instances = ids.map(async (containerId): Promise<InstanceProcesses> => {
        return { containerId, processes: await processesOf(deps, tenant.id, containerId) }
      })
      return { instances: await Promise.all(instances) }
    }),
  )
}

/** None of what has ended since it was looked for. */
async function processesOf({ control }: SocketDeps, tenantId: string, containerId: string) {
  try {
    return await control.processes(tenantId, containerId)
  } catch (error) {
    if (error instanceof BerthError && error.code === 'container.not_running') return []
    throw error
  }
}

async function sendOnce(
  socket: BerthSocket,
  { db, control, log }: SocketDeps,
  wanted: { tenantId: string; app: string },
): Promise<void> {
  try {
    const ids = await findAllRunning(db, wanted)
    socket.emit('stats', ids.length === 0 ? [] : instanceStats(await control.stats(wanted.tenantId, ids)))
  } catch (error) {
    log.debug({ err: error }, 'no stats this second')
  }
}
