import type { Db } from '@berth/db'
import type { LabTimes } from '@berth/lab'

/** A lab of a course as somebody comes to start it. */
export type Lesson = {
  readonly tenantId: string
  readonly labId: string
  readonly courseId: string
  readonly opensAt: Date | null
  readonly closesAt: Date | null
  readonly startsAt: Date | null
  readonly endsAt: Date | null
  readonly archivedAt: Date | null
  /** sandboxes of the course that one person may have at work */
  readonly perStudent: number
  /** the newest that is ready; null: there is none */
  readonly versionId: string | null
  readonly times: LabTimes | null
  /** null: they are not in the course */
  readonly memberId: string | null
  readonly role: string | null
}

/** With a whole class at the door this is asked for hundreds of times at once: it is one statement. */
export async function readLesson(
  db: Pick<Db, '$prepared'>,
  { userId, courseLabId }: { readonly userId: string; readonly courseLabId: string },
): Promise<Lesson | undefined> {
  const [lesson] = await db.$prepared<Lesson>`
    SELECT cl."tenantId", cl."labId", cl."courseId", cl."opensAt", cl."closesAt", c."startsAt", c."endsAt",
      c."archivedAt", c."perStudent", v.id AS "versionId", v.times, m.id AS "memberId", m.role
    FROM "CourseLab" cl JOIN "Course" c ON c.id = cl."courseId" JOIN "Lab" l ON l.id = cl."labId"
    LEFT JOIN LATERAL (
      SELECT id, spec->'times' AS times FROM "LabVersion"
      WHERE "labId" = l.id AND state = 'ready' AND l."deletedAt" IS NULL ORDER BY number DESC LIMIT 1
    ) v ON true
    LEFT JOIN "CourseMember" m ON m."courseId" = c.id AND m."userId" = ${userId} AND m."removedAt" IS NULL
    WHERE cl.id = ${courseLabId}`
  return lesson
}
