import { type Clock, type ObservedState } from '@berth/core'
import { type Db, recordEvent } from '@berth/db'
import type { Log } from '../ports.ts'

/** An agent says hello every 10 s. */
const OFFLINE_AFTER_MS = 30_000
const LOST_AFTER_MS = 60_000

const MAY_BE_LOST: readonly ObservedState[] = [
  'pending',
  'pulling',
  'starting',
  'running',
  'paused',
  'backoff',
]

/**
 * Notices nodes whose agent is silent: offline after 30 s, their containers lost after 60 s. While control itself was
 * away no agent could say hello, so time counts from its start.
 */
export function createNodeWatch(options: { db: Db; clock: Clock; log: Log }) {
  const { db, clock, log } = options
  const startedAt = clock.now().getTime()

  return async function watchNodes(): Promise<void> {
    const now = clock.now().getTime()
    if (now - startedAt < OFFLINE_AFTER_MS) return
    const { count } = await db.node.updateMany({
      where: { state: { not: 'offline' }, ...silentSince(now - OFFLINE_AFTER_MS) },
      data: { state: 'offline' },
    })
    if (count > 0) log.warn({ nodes: count }, 'nodes went offline: their agents are silent')
    if (now - startedAt >= LOST_AFTER_MS) await markLost(db, new Date(now))
  }
}

async function markLost(db: Db, now: Date): Promise<void> {
  const lost = await db.container.findMany({
    where: {
      node: silentSince(now.getTime() - LOST_AFTER_MS),
      // what is to be removed need not wait for the node, whatever it was last
      OR: [
        { observed: { in: [...MAY_BE_LOST] } },
        { desired: 'removed', observed: { notIn: ['lost', 'removed'] } },
      ],
    },
    include: { app: { select: { name: true } }, node: { select: { name: true } } },
  })
  for (const container of lost) {
    await db.$transaction(async (tx) => {
      await tx.container.update({ where: { id: container.id }, data: { observed: 'lost' } })
      if (container.sandboxId !== null) return // its keeper tells of it
      await recordEvent(tx, {
        tenantId: container.tenantId,
        type: 'container.lost',
        appId: container.appId,
        appName: container.app.name,
        containerId: container.id,
        message: `${container.app.name} ${container.process}.${container.instance} is lost: node ${container.node.name} stopped answering`,
      })
    })
  }
}

function silentSince(time: number) {
  return { OR: [{ heartbeatAt: null }, { heartbeatAt: { lt: new Date(time) } }] }
}
