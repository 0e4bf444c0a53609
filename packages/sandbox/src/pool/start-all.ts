import { newId } from '@berth/core'
import type { Tx } from '@berth/db'
import { tell } from '../events/tell.ts'

/** Starts a lab for everybody of its class whose hour has come, once. */
export async function startAllDue(tx: Tx, now: Date): Promise<void> {
  const due = await tx.courseLab.findMany({
    where: { startAllAt: { lte: now }, startedAllAt: null, course: { archivedAt: null } },
    include: {
      lab: { select: { versions: { where: { state: 'ready' }, orderBy: { number: 'desc' }, take: 1 } } },
      course: { select: { members: { where: { role: 'student', userId: { not: null }, removedAt: null } } } },
      sandboxes: { where: { kind: 'lesson', state: { notIn: ['ended'] } }, select: { userId: true } },
    },
  })
  for (const { id: courseLabId, tenantId, courseId, labId, lab, course, sandboxes } of due) {
    await tx.courseLab.update({ where: { id: courseLabId }, data: { startedAllAt: now } })
    const [version] = lab.versions
    if (!version) continue
    const have = new Set(sandboxes.map(({ userId }) => userId))
    const made = course.members
      .filter(({ userId }) => !have.has(userId))
      .map(({ id: memberId, userId }) => ({
        ...{ id: newId('sandbox'), tenantId, labId, courseId, courseLabId, versionId: version.id },
        ...{ memberId, userId, requestedAt: now },
      }))
    await tx.sandbox.createMany({ data: made })
    await tell(
      tx,
      made.map((sandbox) => ({ sandbox, type: 'queued' as const })),
    )
  }
}
