import { z } from 'zod'
import { router, tenantInput, tenantProcedure } from '../trpc.ts'
import { callerOf } from './caller.ts'

const app = z.string()
const host = z.string().min(1).max(300)
const change = {
  redirectTo: z.string().max(300).nullable().optional(),
  tls: z.boolean().optional(),
  forceHttps: z.boolean().optional(),
  hsts: z.boolean().optional(),
}
const pem = z.string().min(1).max(64_000)

const see = tenantProcedure('app:read')
const manage = tenantProcedure('app:deploy')

export const domainsRouter = router({
  list: see
    .input(tenantInput({ app }))
    .query(({ ctx, input }) => ctx.domains.list({ ...callerOf(ctx), app: input.app })),

  add: manage
    .input(tenantInput({ app, host, ...change }))
    .mutation(({ ctx, input: { app, host, redirectTo, tls, forceHttps, hsts } }) =>
      ctx.domains.add({ ...callerOf(ctx), app }, { host, redirectTo, tls, forceHttps, hsts }),
    ),

  change: manage
    .input(tenantInput({ app, host, ...change }))
    .mutation(({ ctx, input: { app, host, redirectTo, tls, forceHttps, hsts } }) =>
      ctx.domains.change({ ...callerOf(ctx), app }, host, { redirectTo, tls, forceHttps, hsts }),
    ),

  remove: manage
    .input(tenantInput({ app, host }))
    .mutation(({ ctx, input }) => ctx.domains.remove({ ...callerOf(ctx), app: input.app }, input.host)),

  setCertificate: manage
    .input(tenantInput({ app, host, chain: pem, key: pem }))
    .mutation(({ ctx, input: { app, host, chain, key } }) =>
      ctx.domains.setCertificate({ ...callerOf(ctx), app }, host, { chain, key }),
    ),

  check: manage
    .input(tenantInput({ app, host }))
    .mutation(({ ctx, input }) => ctx.domains.check({ ...callerOf(ctx), app: input.app }, input.host)),
})
