import type { Db, Sandbox } from '@berth/db'

const MAX_VALUE = 200

/** Who and what a shell is for: a sandbox that was ready before its owner came learns of them here. */
export async function shellEnvironment(db: Db, sandbox: Sandbox): Promise<Record<string, string>> {
  const found = await db.sandbox.findUniqueOrThrow({
    where: { id: sandbox.id },
    select: {
      lab: { select: { name: true } },
      course: { select: { name: true } },
      member: { select: { name: true } },
      user: { select: { name: true, email: true } },
    },
  })
  const student = found.member?.name ?? found.user?.name ?? found.user?.email
  return Object.fromEntries(
    Object.entries({
      BERTH_SANDBOX: sandbox.id,
      BERTH_LAB: found.lab.name,
      BERTH_COURSE: found.course?.name,
      BERTH_STUDENT: student,
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
