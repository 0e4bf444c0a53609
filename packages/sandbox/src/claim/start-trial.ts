import { newId } from '@berth/core'
import type { Db } from '@berth/db'
import type { SandboxActor } from '../access.ts'
import { tell } from '../events/tell.ts'
import { writeWish } from '../keep/wish.ts'
import { refuseTooOften } from './rate.ts'

/** An author's own sandbox of one version, outside of all courses; the one before of the same lab ends. */
export function startTrial(
  db: Db,
  actor: SandboxActor,
  version: { readonly id: string; readonly labId: string; readonly tenantId: string },
  now: Date,
): Promise<{ id: string }> {
  const { userId, label } = actor
  const { id: versionId, labId, tenantId } = version
  return db.$transaction(async (tx) => {
    // one after the other: they are counted, and the one before ends
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`trials of ${userId}`}, 0))`
    await refuseTooOften(tx, { userId, tenantId, type: 'start', now })
    const before = await tx.sandbox.findMany({
      where: { labId, userId, kind: 'trial', wanted: { not: 'ended' } },
    })
    const reason = { kind: 'asked', by: label } as const
    for (const one of before) await writeWish(tx, one, { wanted: 'ended', reason, by: label, now })
    const sandbox = {
      id: newId('sandbox'),
      tenantId,
      labId,
      versionId,
      userId,
      kind: 'trial',
      requestedAt: now,
    }
    await tx.sandbox.create({ data: sandbox })
    await tell(tx, [{ sandbox: { ...sandbox, courseId: null }, type: 'queued', by: label }])
    return { id: sandbox.id }
  })
}
