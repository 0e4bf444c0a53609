import type { Db, Tx } from '@berth/db'

const TRANSACTION = { maxWait: 10_000, timeout: 20_000 } as const

/** Builds are given to nodes, ended and superseded one after the other, over all control processes. */
export function inBuilds<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('builds', 0))`
    return work(tx)
  }, TRANSACTION)
}

/** One tenant's sources are counted and added one after the other. */
export function inSources<T>(db: Db, tenantId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`sources ${tenantId}`}, 0))`
    return work(tx)
  }, TRANSACTION)
}

/** Nothing else changes this build until the transaction ends. */
export async function lockBuild(tx: Tx, id: string): Promise<void> {
  await tx.$executeRaw`SELECT 1 FROM "Build" WHERE id = ${id} FOR UPDATE`
}
