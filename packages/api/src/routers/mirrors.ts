import { z } from 'zod'
import { adminProcedure, nameInput, router, userProcedure } from '../trpc.ts'

const host = z.string().min(1).max(300)
const mirrorShape = {
  prefix: nameInput,
  url: z.string().min(1).max(500),
  namespaces: z.array(host).max(20).default([]),
  username: z.string().max(128).nullable().default(null),
  /** absent: as it is */
  password: z.string().min(1).max(10_000).optional(),
  realms: z.array(host).max(20).default([]),
  plainHttp: z.boolean().default(false),
  ttlSeconds: z.number().int().min(0).max(2_592_000).default(300),
  maxBytes: z
    .number()
    .int()
    .min(1)
    .max(Number.MAX_SAFE_INTEGER)
    .default(20 * 1024 ** 3),
  enabled: z.boolean().default(true),
}
const mirrorInput = z.strictObject(mirrorShape)
const prefixInput = z.strictObject({ prefix: nameInput })

type Asking = { readonly actor: { readonly label: string }; readonly ip: string | null }
const by = ({ actor, ip }: Asking) => ({ label: actor.label, ip })

export const mirrorsRouter = router({
  /** For the snippets that everybody copies. */
  summaries: userProcedure.input(z.strictObject({}).optional()).query(({ ctx }) => ctx.mirrors.summaries()),

  list: adminProcedure.input(z.strictObject({}).optional()).query(({ ctx }) => ctx.mirrors.list()),
  add: adminProcedure
    .input(mirrorInput)
    .mutation(({ ctx, input: { prefix, ...mirror } }) => ctx.mirrors.add(by(ctx), prefix, mirror)),
  change: adminProcedure
    .input(mirrorInput)
    .mutation(({ ctx, input: { prefix, ...mirror } }) => ctx.mirrors.change(by(ctx), prefix, mirror)),
  remove: adminProcedure
    .input(prefixInput)
    .mutation(({ ctx, input }) => ctx.mirrors.remove(by(ctx), input.prefix)),
  test: adminProcedure.input(prefixInput).mutation(({ ctx, input }) => ctx.mirrors.test(input.prefix)),
  setAnonymous: adminProcedure
    .input(z.strictObject({ anonymous: z.boolean() }))
    .mutation(({ ctx, input }) => ctx.mirrors.setAnonymous(by(ctx), input.anonymous)),
})
