import type { Db, Tx } from '@berth/db'

/** Changes of one tenant's labs happen one after the other, over all processes. */
export function inLabs<T>(db: Db, tenantId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`labs ${tenantId}`}, 0))`
      return work(tx)
    },
    { maxWait: 10_000, timeout: 20_000 },
  )
}
