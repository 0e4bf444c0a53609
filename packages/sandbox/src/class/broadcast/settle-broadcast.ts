import { newId } from '@berth/core'
import type { Db } from '@berth/db'
import { callOut } from '../../events/tell.ts'
import type { InClass } from '../change-all.ts'
import { notSent } from './read-broadcasts.ts'

/**
 * What becomes of files that met a student's own: `beside`, a copy next to it, or `replace`. `stop`: who has not been
 * reached is not waited for any more.
 */
export type Settling = 'beside' | 'replace' | 'stop'

const OPEN_MS = 60 * 60_000

/** Answers of how many. Audited. Error: course.broadcast_not_found. */
export async function settleBroadcast(
  db: Db,
  { course, by, ip }: InClass,
  { id, how }: { readonly id: string; readonly how: Settling },
  now: Date,
): Promise<{ count: number }> {
  const { id: courseId, tenantId } = course
  return db.$transaction(async (tx) => {
    const row = await tx.broadcast.findFirst({ where: { id, courseId, kind: { in: ['file', 'command'] } } })
    if (!row) throw notSent(id)
    const where =
      how === 'stop'
        ? { broadcastId: id, state: 'waiting' }
        : { broadcastId: id, state: 'failed', error: 'file.changed' }
    const met = await tx.broadcastResult.findMany({ where, select: { sandboxId: true } })
    const { count } = await tx.broadcastResult.updateMany({
      where,
      data: how === 'stop' ? { state: 'missed', at: now } : { state: 'waiting', how, error: null, at: null },
    })
    if (how !== 'stop' && count > 0) {
      const least = new Date(now.getTime() + OPEN_MS)
      const openUntil = row.openUntil !== null && row.openUntil > least ? row.openUntil : least
      await tx.broadcast.update({ where: { id }, data: { openUntil } })
    }
    const entry = { tenantId, by, ip, action: 'class.settled', target: course.name }
    const data = { broadcast: id, how, count }
    await tx.audit.create({ data: { id: newId('audit'), outcome: 'allowed', ...entry, data } })
    await callOut(
      tx,
      met.map(({ sandboxId }) => sandboxId),
    )
    return { count }
  })
}
