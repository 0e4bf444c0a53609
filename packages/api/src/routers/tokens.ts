import { type Actor, DEFAULT_TOKEN_DAYS, heldPermissions, MAX_TOKEN_DAYS } from '@berth/auth'
import { BerthError, PERMISSIONS, type Role } from '@berth/core'
import { oneLine } from '@berth/protocol'
import { z } from 'zod'
import { acting } from '../acting.ts'
import { nameInput, router, tenantInput, tenantProcedure, userProcedure } from '../trpc.ts'

/** A name within the tenant (distribution-spec, "Pulling manifests"). */
const repositoryInput = z
  .string()
  .max(200)
  .regex(/^[a-z0-9]+(?:(?:\.|_|__|-+|\/)[a-z0-9]+)*$/)

const newToken = tenantInput({
  name: oneLine(64),
  scopes: z.array(z.enum(PERMISSIONS)).min(1),
  expiresInDays: z.number().int().min(1).max(MAX_TOKEN_DAYS).default(DEFAULT_TOKEN_DAYS),
  kind: z.enum(['pat', 'svc', 'dpl']).default('pat'),
  app: nameInput.optional(),
  repositories: z.array(repositoryInput).max(50).default([]),
})

export const tokensRouter = router({
  list: tenantProcedure('token:manage')
    .input(tenantInput({}))
    .query(({ ctx }) => ctx.auth.tokens.list(ctx.db, ctx.actor, seesAll(ctx.actor, ctx.tenant.role))),
  create: tenantProcedure('token:manage')
    .input(newToken)
    .mutation(({ ctx, input }) => ctx.auth.tokens.create(acting(ctx), ctx.actor, input)),
  revoke: tenantProcedure('token:manage')
    .input(tenantInput({ id: z.string().max(64) }))
    .mutation(({ ctx, input }) =>
      ctx.auth.tokens.revoke(acting(ctx), ctx.actor, input.id, seesAll(ctx.actor, ctx.tenant.role)),
    ),
  /** What the token that asks may do, for scripts. */
  current: userProcedure.query(async ({ ctx }) => {
    const { token } = ctx.actor
    if (token === null) throw new BerthError('token.not_found', 'this request was not made with a token')
    const tenant = await ctx.db.tenant.findUnique({ where: { id: token.tenantId }, select: { name: true } })
    const { id, kind, scopes, repositories, expiresAt } = token
    return { id, kind, tenant: tenant?.name ?? null, scopes: [...scopes], repositories, expiresAt }
  }),
})

/** Whoever manages members sees, and may revoke, everybody's tokens. */
function seesAll(actor: Actor, role: Role | null): boolean {
  return heldPermissions(role, actor.token).includes('member:manage')
}
