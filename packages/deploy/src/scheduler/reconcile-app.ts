import type { Clock } from '@berth/core'
import type { Db } from '@berth/db'
import { type Addresses, appHost } from '../app-address.ts'
import { inApp } from '../locks.ts'
import { planApp } from '../plan-app.ts'
import type { Wake } from '../ports.ts'
import type { DoorKeeper } from './door-keeper.ts'
import { readNodes } from './read-nodes.ts'
import { readSnapshot } from './read-snapshot.ts'
import { type Aftermath, type Touched, writeSteps } from './write-steps.ts'

export type ReconcileContext = {
  readonly db: Db
  readonly wake: Wake
  readonly door: DoorKeeper
  readonly addresses: Addresses
  readonly clock: Clock
}

/** A plan that never comes to rest is a mistake of ours: the next tick goes on, and the process stays usable. */
const MAX_PASSES = 20

/** Does for one app what there is to do now. Each pass is one transaction; killed anywhere, the next call goes on. */
export async function reconcileApp(context: ReconcileContext, appId: string): Promise<void> {
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const aftermath = await runPass(context, appId)
    await wakeNodes(context.wake, aftermath.touched)
    if (aftermath.doorChanged) await context.door.refresh()
    if (!aftermath.changed) return
  }
}

async function runPass(context: ReconcileContext, appId: string): Promise<Aftermath> {
  const { db, door, clock } = context
  // nodes too: what other apps place meanwhile is not locked out within the transaction either
  const [sessions, nodes] = await Promise.all([readSessions(context, appId), readNodes(db)])
  return inApp(db, appId, async (tx) => {
    const read = await readSnapshot(tx, appId)
    if (!read) return { changed: false, doorChanged: false, touched: [] }
    const now = clock.now()
    const steps = planApp(read.snapshot, { now, sessions, inDoor: door.inDoor, nodes })
    return writeSteps(tx, read, steps, now)
  })
}

/** Asked of the door before the transaction, which must not wait for another process. */
async function readSessions(
  { db, door, addresses }: ReconcileContext,
  appId: string,
): Promise<Map<string, number>> {
  const draining = await db.container.findMany({
    where: { appId, drainingAt: { not: null } },
    select: { id: true, app: { select: { name: true, tenant: { select: { name: true } } } } },
  })
  const [first] = draining
  if (!first) return new Map()
  const host = appHost(first.app.name, first.app.tenant.name, addresses)
  return door.sessions(
    host,
    draining.map(({ id }) => id),
  )
}

async function wakeNodes(wake: Wake, touched: readonly Touched[]): Promise<void> {
  const byNode = Map.groupBy(touched, ({ nodeId }) => nodeId)
  await Promise.all(
    [...byNode].map(([nodeId, containers]) =>
      wake.wakeNode(
        nodeId,
        containers.map(({ containerId }) => containerId),
        Math.max(...containers.map(({ generation }) => generation)),
      ),
    ),
  )
}
