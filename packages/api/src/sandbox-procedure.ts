import type { Actor } from '@berth/auth'
import { BerthError, COURSE_RIGHTS, partAtLeast, toBerthError } from '@berth/core'
import { type SandboxAccess, sandboxAccess } from '@berth/sandbox'
import { z } from 'zod'
import type { ApiContext } from './context.ts'
import { signedInProcedure } from './trpc.ts'

const sandboxId = z.string().min(1).max(64)

/** `teacher`: whoever helps in its course; `ownerOrTeacher`: an assistant does not take away what a student made. */
type Needs = 'owner' | 'teacher' | 'either' | 'ownerOrTeacher'

/**
 * For a sandbox's owner and for who teaches in its course; `needs` says who of them. `ctx.asked` is the sandbox and who
 * acts. Errors: sandbox.not_found, auth.forbidden.
 */
export const sandboxProcedure = (needs: Needs) =>
  signedInProcedure.input(z.object({ sandbox: sandboxId })).use(async ({ ctx, input, next }) => {
    const access = await accessOf(ctx, ctx.actor, input.sandbox)
    if (!fits(access, needs)) {
      throw new BerthError('auth.forbidden', `this is for the ${WHO[needs]} of a sandbox`)
    }
    const { sandbox, as } = access
    return next({ ctx: { asked: { sandbox, by: ctx.actor.label }, as } })
  })

const WHO: Readonly<Record<Needs, string>> = {
  owner: 'owner',
  teacher: 'teacher',
  either: 'owner or teacher',
  ownerOrTeacher: 'owner or teacher',
}

function fits({ as, part }: SandboxAccess, needs: Needs): boolean {
  if (needs === 'ownerOrTeacher') return as === 'owner' || partAtLeast(part, COURSE_RIGHTS['class:reset'])
  return needs === 'either' || as === needs
}

/** The whole input of a sandbox's procedure: its id, what is given, and nothing else. */
export function sandboxInput<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject({ sandbox: sandboxId, ...shape })
}

/** Nobody's name is shown at a lab because its owner knew their id. Error: auth.forbidden, for who does not teach there. */
export async function refuseStranger(
  { db }: Pick<ApiContext, 'db'>,
  sandboxId: string,
  userId: string,
): Promise<void> {
  try {
    const { as } = await sandboxAccess(db, { userId, label: '' }, sandboxId)
    if (as === 'teacher') return
  } catch (thrown) {
    if (toBerthError(thrown).code !== 'sandbox.not_found') throw thrown
  }
  throw new BerthError('auth.forbidden', 'only who teaches here may type into it')
}

/** A token speaks for its rights in the tenant, not for the part that its owner has in a course. */
export async function accessOf(
  ctx: Pick<ApiContext, 'db' | 'auth' | 'ip'>,
  actor: Actor,
  id: string,
): Promise<SandboxAccess> {
  if (actor.kind === 'user' && actor.token === null) {
    return sandboxAccess(ctx.db, { userId: actor.userId, label: actor.label }, id)
  }
  const sandbox = await ctx.db.sandbox.findUnique({ where: { id } })
  const tenant = sandbox && (await ctx.db.tenant.findUnique({ where: { id: sandbox.tenantId } }))
  const asked = { actor, permission: 'course:manage', ip: ctx.ip } as const
  const may = tenant && (await ctx.auth.can({ ...asked, tenant: tenant.name }))
  if (sandbox && may) return { sandbox, as: 'teacher', part: 'teacher' }
  throw new BerthError('sandbox.not_found', `there is no such sandbox: ${id}`)
}
