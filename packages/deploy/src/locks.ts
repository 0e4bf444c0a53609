import type { Db, Tx } from '@berth/db'

/** A transaction may wait for another one on the same app or tenant. */
const TRANSACTION = { maxWait: 10_000, timeout: 20_000 } as const

/** Changes of one tenant's apps happen one after the other, over all processes, so that a quota cannot be raced. */
export function inTenant<T>(db: Db, tenantId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.$transaction(async (tx) => {
    await lock(tx, `tenant ${tenantId}`)
    return work(tx)
  }, TRANSACTION)
}

/** Changes of one app happen one after the other. Taken after the tenant's where both are. */
export async function lockApp(tx: Tx, appId: string): Promise<void> {
  await lock(tx, `app ${appId}`)
}

export function inApp<T>(db: Db, appId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.$transaction(async (tx) => {
    await lockApp(tx, appId)
    return work(tx)
  }, TRANSACTION)
}

/** What a node holds does not change meanwhile. */
export async function lockNode(tx: Tx, nodeId: string): Promise<void> {
  await lock(tx, `node ${nodeId}`)
}

/** Nodes take subnets one after the other, so that no two take the same. Taken after the node's own lock. */
export async function lockSubnets(tx: Tx): Promise<void> {
  await lock(tx, 'subnets of nodes')
}

/** Released at the end of the transaction, also when the process or Postgres dies. */
async function lock(tx: Tx, name: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))`
}
