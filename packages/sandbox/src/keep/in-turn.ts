import type { Db, Tx } from '@berth/db'

/** Longer than one look may take. */
const TRANSACTION = { maxWait: 10_000, timeout: 60_000 } as const

/** Does the work while no other process does; undefined: another one has the turn. What it writes is written at once. */
export function inTurn<T>(db: Db, work: () => Promise<T>): Promise<T | undefined> {
  return db.$transaction(async (tx) => ((await takeTurn(tx)) ? work() : undefined), TRANSACTION)
}

async function takeTurn(tx: Tx): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ mine: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(hashtextextended('sandboxes', 0)) AS mine`
  return row?.mine === true
}
