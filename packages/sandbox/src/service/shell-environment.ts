import type { Db, Sandbox } from '@berth/db'

const MAX_VALUE = 200

type Names = { readonly lab: string; readonly course: string | null; readonly student: string | null }

/** Who and what a shell is for: a sandbox that was ready before its owner came learns of them here. */
export async function shellEnvironment(db: Db, sandbox: Sandbox): Promise<Record<string, string>> {
  const [found] = await db.$prepared<Names>`
    SELECT l.name AS lab, c.name AS course, coalesce(m.name, u.name, u.email) AS student
    FROM "Sandbox" s JOIN "Lab" l ON l.id = s."labId" LEFT JOIN "Course" c ON c.id = s."courseId"
    LEFT JOIN "CourseMember" m ON m.id = s."memberId" LEFT JOIN "User" u ON u.id = s."userId"
    WHERE s.id = ${sandbox.id}`
  return Object.fromEntries(
    Object.entries({
      BERTH_SANDBOX: sandbox.id,
      BERTH_LAB: found?.lab,
      BERTH_COURSE: found?.course,
      BERTH_STUDENT: found?.student,
    }).flatMap(([name, value]) => (value ? [[name, plain(value)] as const] : [])),
  )
}

/** A name is what somebody typed: no line of it reaches a terminal. */
function plain(text: string): string {
  return text
    .replace(/\p{Cc}/gu, ' ')
    .slice(0, MAX_VALUE)
    .toWellFormed()
}
