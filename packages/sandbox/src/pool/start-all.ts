import { newId } from '@berth/core'
import type { Db } from '@berth/db'
import { tell } from '../events/tell.ts'
import { PATIENCE } from '../keep/patience.ts'

/** Classes that are begun with at one look, and people of each: the next look goes on, so that none holds up the others. */
const CLASSES = 20
const PEOPLE = 100
const AGAIN_MS = 60_000

type Member = { readonly memberId: string; readonly userId: string }

/** Starts a lab for everybody of its class whose hour has come, once. True: there are more. */
export async function startAllDue(
  db: Db,
  now: Date,
  onFailure: (courseLabId: string, thrown: unknown) => void,
): Promise<boolean> {
  const due = await db.courseLab.findMany({
    where: { startAllAt: { lte: now }, startedAllAt: null, course: { archivedAt: null } },
    select: { id: true, tenantId: true, courseId: true, labId: true, startAllAt: true },
    orderBy: { startAllAt: 'asc' },
    take: CLASSES,
  })
  let more = false
  for (const lab of due) {
    try {
      if ((await startSome(db, lab, now)) || due.length === CLASSES) more = true
    } catch (thrown) {
      onFailure(lab.id, thrown)
      // its turn comes after the others'
      const startAllAt = new Date(now.getTime() + AGAIN_MS)
      await db.courseLab.updateMany({ where: { id: lab.id }, data: { startAllAt } })
    }
  }
  return more
}

/** True: somebody of this class is still missing. */
async function startSome(
  db: Db,
  lab: {
    readonly id: string
    readonly tenantId: string
    readonly courseId: string
    readonly labId: string
    readonly startAllAt: Date | null
  },
  now: Date,
): Promise<boolean> {
  const { id: courseLabId, tenantId, courseId, labId, startAllAt } = lab
  return db.$transaction(async (tx) => {
    const version = await tx.labVersion.findFirst({
      where: { labId, state: 'ready' },
      orderBy: { number: 'desc' },
      select: { id: true },
    })
    // who has one, or had one since the hour came, gets no other
    const missing = version
      ? await tx.$queryRaw<Member[]>`
          SELECT m.id AS "memberId", m."userId" FROM "CourseMember" m
          WHERE m."courseId" = ${courseId} AND m.role = 'student' AND m."userId" IS NOT NULL AND m."removedAt" IS NULL
            AND NOT EXISTS (SELECT 1 FROM "Sandbox" s WHERE s."courseLabId" = ${courseLabId} AND s."userId" = m."userId"
              AND s.kind = 'lesson' AND (s.state <> 'ended' OR s."requestedAt" >= ${startAllAt}::timestamp))
          ORDER BY m.id LIMIT ${PEOPLE}`
      : []
    if (missing.length < PEOPLE) {
      await tx.courseLab.update({ where: { id: courseLabId }, data: { startedAllAt: now } })
    }
    if (!version) return false
    const made = missing.map((member) => ({
      ...{ id: newId('sandbox'), tenantId, labId, courseId, courseLabId, versionId: version.id },
      ...{ ...member, requestedAt: now },
    }))
    await tx.sandbox.createMany({ data: made })
    await tell(
      tx,
      made.map((sandbox) => ({ sandbox, type: 'queued' as const })),
    )
    return missing.length === PEOPLE
  }, PATIENCE)
}
