import { z } from 'zod'
import { listNodes } from '../nodes.ts'
import { adminProcedure, nameInput, router } from '../trpc.ts'

const userId = z.string().max(64)
const email = z.string().min(3).max(254)
const count = z.number().int().min(0).max(100_000)
const bytes = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
const sandboxQuota = z.strictObject({
  ...{ count, cpu: z.number().min(0).max(100_000), memory: bytes, disk: bytes },
  ...{ starts: count, resets: count },
})
const nothing = z.strictObject({}).optional()

export const adminRouter = router({
  users: adminProcedure.input(nothing).query(({ ctx }) => ctx.auth.admin.users()),
  inviteUser: adminProcedure.input(z.strictObject({ email })).mutation(async ({ ctx, input }) => ({
    link: await ctx.auth.invitations.createForPlatform(input.email, ctx.actor.label, ctx.ip),
  })),
  setDisabled: adminProcedure
    .input(z.strictObject({ userId, disabled: z.boolean() }))
    .mutation(({ ctx, input }) => ctx.auth.admin.setDisabled(ctx, input.userId, input.disabled)),
  setAdmin: adminProcedure
    .input(z.strictObject({ userId, isAdmin: z.boolean() }))
    .mutation(({ ctx, input }) => ctx.auth.admin.setAdmin(ctx, input.userId, input.isAdmin)),
  resetLink: adminProcedure.input(z.strictObject({ userId })).mutation(async ({ ctx, input }) => ({
    link: await ctx.auth.resets.createLink(input.userId, ctx.actor.label, ctx.ip),
  })),
  tenants: adminProcedure
    .input(nothing)
    .query(({ ctx }) => ctx.auth.admin.tenants((ids) => ctx.deploy.usage(ids))),
  createTenant: adminProcedure
    .input(z.strictObject({ name: nameInput, ownerEmail: email }))
    .mutation(({ ctx, input }) => ctx.auth.admin.createTenant(ctx, input.name, input.ownerEmail)),
  setQuota: adminProcedure
    .input(
      z.strictObject({
        tenant: nameInput,
        cpu: z.number().min(0).max(100_000),
        memory: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
        containers: z.number().int().min(0).max(1_000_000),
        pids: z.number().int().min(0).max(1_000_000_000),
        disk: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
        images: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
        sandboxes: sandboxQuota.optional(),
      }),
    )
    .mutation(({ ctx, input: { tenant, ...quota } }) => ctx.auth.admin.setQuota(ctx, tenant, quota)),
  nodes: adminProcedure.input(nothing).query(({ ctx }) => listNodes(ctx.db)),
})
