import {
  BerthError,
  COURSE_RIGHTS,
  type CoursePart,
  parseCoursePart,
  partAtLeast,
  ROLES,
  roleAllows,
} from '@berth/core'
import type { Db, Sandbox } from '@berth/db'

/** A person, as far as rights to a sandbox are concerned. */
export type SandboxActor = {
  readonly userId: string
  /** for "by" columns */
  readonly label: string
  /** a token's own tenant: another one's sandboxes are none */
  readonly tenantId?: string | undefined
}

export type SandboxAccess = {
  readonly sandbox: Sandbox
  /** a teacher, or an assistant, of its course, or who manages the tenant's courses */
  readonly as: 'owner' | 'teacher'
  /** what they are in its course; whoever manages the tenant's courses teaches */
  readonly part: CoursePart
}

/**
 * Who somebody is to a sandbox, by what holds at this moment. Error: sandbox.not_found, also for what is somebody else's.
 */
export async function sandboxAccess(db: Db, actor: SandboxActor, sandboxId: string): Promise<SandboxAccess> {
  const { userId } = actor
  const found = await readWithPart(db, userId, sandboxId)
  if (!found || (actor.tenantId !== undefined && actor.tenantId !== found.sandbox.tenantId))
    throw notFound(sandboxId)
  const { sandbox, part } = found
  const isOwner = sandbox.userId === userId
  if (isOwner && sandbox.kind === 'lesson' && part !== undefined) return { sandbox, as: 'owner', part }
  const isTeacher = part === 'teacher' || (await managesCourses(db, userId, sandbox.tenantId))
  const teaches = part !== undefined && partAtLeast(part, COURSE_RIGHTS['class:see'])
  if (!teaches && !isTeacher) throw notFound(sandboxId)
  return { sandbox, as: isOwner ? 'owner' : 'teacher', part: isTeacher ? 'teacher' : (part ?? 'student') }
}

/** Whether it is still theirs to work in, as `sandboxAccess` says of its owner: asked every few seconds for each open shell. */
export async function stillOwns(
  db: Pick<Db, '$prepared'>,
  userId: string,
  sandboxId: string,
): Promise<boolean> {
  const [own] = await db.$prepared<{ role: string }>`
    SELECT m.role FROM "Sandbox" s JOIN "CourseMember" m ON m."courseId" = s."courseId" AND m."userId" = s."userId"
    WHERE s.id = ${sandboxId} AND s."userId" = ${userId} AND s.kind = 'lesson' AND m."removedAt" IS NULL LIMIT 1`
  return own !== undefined && parseCoursePart(own.role) !== undefined
}

/** Asked for with each procedure, socket and change of a sandbox: one statement. */
async function readWithPart(
  db: Pick<Db, '$prepared'>,
  userId: string,
  sandboxId: string,
): Promise<{ readonly sandbox: Sandbox; readonly part: CoursePart | undefined } | undefined> {
  const [row] = await db.$prepared<Sandbox & { readonly role: string | null }>`
    SELECT s.*, (SELECT m.role FROM "CourseMember" m
      WHERE m."courseId" = s."courseId" AND m."userId" = ${userId} AND m."removedAt" IS NULL LIMIT 1) AS role
    FROM "Sandbox" s WHERE s.id = ${sandboxId}`
  if (!row) return undefined
  const { role, ...sandbox } = row
  return { sandbox, part: role === null ? undefined : parseCoursePart(role) }
}

/** Who has the right to all courses of the tenant. */
export async function managesCourses(db: Db, userId: string, tenantId: string): Promise<boolean> {
  const membership = await db.membership.findFirst({ where: { userId, tenantId }, select: { role: true } })
  const role = ROLES.find((known) => known === membership?.role)
  return role !== undefined && roleAllows(role, 'course:manage')
}

export function notFound(sandboxId: string): BerthError {
  return new BerthError('sandbox.not_found', `there is no such sandbox: ${sandboxId}`, {
    details: { sandboxId },
  })
}
