import { maintenanceSchema, redirectSchema } from '@berth/domain'
import { z } from 'zod'
import { router, tenantInput, tenantProcedure } from '../trpc.ts'
import { callerOf } from './caller.ts'

const app = z.string()
/** RFC 7617: a name holds no colon; neither holds what a terminal or a log would act upon. */
const name = z.string().regex(/^[^:\p{Cc}]{1,64}$/u, 'up to 64 characters, no colon')
const password = z.string().regex(/^[^\p{Cc}]{8,128}$/u, '8 to 128 characters')

const see = tenantProcedure('app:read')
const manage = tenantProcedure('app:deploy')

/** What the door does before an app is asked. */
export const doorRouter = router({
  get: see
    .input(tenantInput({ app }))
    .query(({ ctx, input }) => ctx.door.read({ ...callerOf(ctx), app: input.app })),

  addRedirect: manage
    .input(tenantInput({ app, ...redirectSchema.shape }))
    .mutation(({ ctx, input: { app, from, to, status } }) =>
      ctx.door.addRedirect({ ...callerOf(ctx), app }, { from, to, status }),
    ),

  removeRedirect: manage
    .input(tenantInput({ app, from: z.string().max(500) }))
    .mutation(({ ctx, input }) => ctx.door.removeRedirect({ ...callerOf(ctx), app: input.app }, input.from)),

  setUser: manage
    .input(tenantInput({ app, name, password }))
    .mutation(({ ctx, input: { app, name, password } }) =>
      ctx.door.setUser({ ...callerOf(ctx), app }, { name, password }),
    ),

  removeUser: manage
    .input(tenantInput({ app, name: z.string().max(64) }))
    .mutation(({ ctx, input }) => ctx.door.removeUser({ ...callerOf(ctx), app: input.app }, input.name)),

  setMaintenance: manage
    .input(tenantInput({ app, maintenance: maintenanceSchema.nullable() }))
    .mutation(({ ctx, input }) =>
      ctx.door.setMaintenance({ ...callerOf(ctx), app: input.app }, input.maintenance),
    ),
})
