import type { Clock, DoorRoute } from '@berth/core'
import type { Db } from '@berth/db'
import type { OwnHosts } from '../names/host-name.ts'

const HOUR_MS = 3_600_000
/** A name that is gone for so long is forgotten, with its certificate. */
const FORGET_MS = 90 * 24 * HOUR_MS
const NO_VISITORS: readonly DoorRoute['empty'][] = ['not-deployed', 'no-port']

/**
 * Notes which names of the platform's own there are: its address, and those of apps that somebody could visit. Who
 * comes back has the certificate from before.
 */
export async function noteHosts(
  { db, own, clock }: { readonly db: Db; readonly own: OwnHosts; readonly clock: Clock },
  routes: readonly DoorRoute[],
): Promise<void> {
  const now = clock.now()
  const visited = routes.filter(({ app, empty }) => app !== undefined && !NO_VISITORS.includes(empty))
  const hosts = [own.platformHost, ...visited.map(({ host }) => host)]
  const known = await db.ownHost.findMany({
    where: { host: { in: hosts } },
    select: { host: true, seenAt: true },
  })
  const seen = new Map(known.map(({ host, seenAt }) => [host, seenAt]))
  const stale = known.filter(({ seenAt }) => now.getTime() - seenAt.getTime() > HOUR_MS)
  if (stale.length > 0) {
    const where = { host: { in: stale.map(({ host }) => host) } }
    await db.ownHost.updateMany({ where, data: { seenAt: now } })
  }
  await db.ownHost.deleteMany({
    where: {
      seenAt: { lt: new Date(now.getTime() - FORGET_MS) },
      OR: [{ source: null }, { source: 'acme' }],
    },
  })
  const fresh = visited.filter(({ host }) => !seen.has(host))
  if (fresh.length === 0 && seen.has(own.platformHost)) return
  const apps = await db.app.findMany({
    where: { id: { in: fresh.flatMap(({ app }) => app ?? []) } },
    select: { id: true, tenantId: true },
  })
  const tenants = new Map(apps.map(({ id, tenantId }) => [id, tenantId]))
  const times = { seenAt: now, nextTryAt: now }
  const data = fresh.flatMap(({ host, app }) => {
    const tenantId = tenants.get(app ?? '')
    return tenantId === undefined ? [] : [{ host, tenantId, ...times }]
  })
  await db.ownHost.createMany({
    data: [...data, { host: own.platformHost, ...times }],
    skipDuplicates: true,
  })
}
