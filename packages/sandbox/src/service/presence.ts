import type { Db } from '@berth/db'

/** A page of it is in sight, or its owner typed. Each is written four times a minute at most. */
export async function notePresence(
  db: Db,
  sandboxId: string,
  { seen, typed, now }: { readonly seen: boolean; readonly typed: boolean; readonly now: Date },
): Promise<void> {
  if (!seen && !typed) return
  const stale = new Date(now.getTime() - COARSE_MS)
  const older = (at: 'seenAt' | 'activeAt') => ({ OR: [{ [at]: null }, { [at]: { lt: stale } }] })
  const where = { id: sandboxId, state: { in: ['running', 'frozen'] } }
  if (seen) await db.sandbox.updateMany({ where: { ...where, ...older('seenAt') }, data: { seenAt: now } })
  if (typed)
    await db.sandbox.updateMany({ where: { ...where, ...older('activeAt') }, data: { activeAt: now } })
}

const COARSE_MS = 15_000
