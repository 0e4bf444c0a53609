import { BerthError, parseCoursePart, partAtLeast, ROLES, roleAllows } from '@berth/core'
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
}

/**
 * Who somebody is to a sandbox, by what holds at this moment. Error: sandbox.not_found, also for what is somebody else's.
 */
export async function sandboxAccess(db: Db, actor: SandboxActor, sandboxId: string): Promise<SandboxAccess> {
  const { userId } = actor
  const row = await db.sandbox.findUnique({
    where: { id: sandboxId },
    include: { course: { select: { members: { where: { userId, removedAt: null } } } } },
  })
  if (!row || (actor.tenantId !== undefined && actor.tenantId !== row.tenantId)) throw notFound(sandboxId)
  const { course, ...sandbox } = row
  const part = course?.members[0] ? parseCoursePart(course.members[0].role) : undefined
  const isOwner = sandbox.userId === userId
  if (isOwner && sandbox.kind === 'lesson' && part !== undefined) return { sandbox, as: 'owner' }
  const teaches = part !== undefined && partAtLeast(part, 'assistant')
  if (!teaches && !(await managesCourses(db, userId, sandbox.tenantId))) throw notFound(sandboxId)
  return { sandbox, as: isOwner ? 'owner' : 'teacher' }
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
