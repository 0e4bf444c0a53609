import type { Db } from '@berth/db'
import { portLock } from './port-address.ts'

export type PortLock = { readonly turn: number; readonly lock: string }

/** What passes to a port are signed with at this moment, which the door may be told of a moment later; null: it has ended. */
export async function readPortLock(
  db: Pick<Db, 'sandbox'>,
  { sandboxId, name }: { readonly sandboxId: string; readonly name: string },
): Promise<PortLock | null> {
  const row = await db.sandbox.findUnique({
    where: { id: sandboxId },
    select: { doorKey: true, doorTurn: true, wanted: true },
  })
  if (!row || row.wanted === 'ended') return null
  return { turn: row.doorTurn, lock: portLock(row, name) }
}
