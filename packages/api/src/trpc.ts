import type { Actor, UserActor } from '@berth/auth'
import { BerthError, type Permission } from '@berth/core'
import { forTenant } from '@berth/db'
import { refuseBrokenText } from '@berth/protocol'
import type { Viewer } from '@berth/registry'
import { initTRPC } from '@trpc/server'
import superjson from 'superjson'
import { z, ZodError } from 'zod'
import type { ApiContext } from './context.ts'
import { asTrpcError, berthErrorOf, wireErrorOf } from './trpc-error.ts'

const t = initTRPC.context<ApiContext>().create({
  transformer: superjson,
  // The stack stays at home, whatever NODE_ENV says, and so do words that are not ours.
  errorFormatter: ({ shape, error }) => {
    const berth = wireErrorOf(error)
    const { code, httpStatus, path } = shape.data
    return { ...shape, message: berth.message, data: { code, httpStatus, path, berth } }
  },
})

export const router = t.router

const withErrors = t.middleware(async ({ ctx, path, next, getRawInput }) => {
  const result = await next()
  if (result.ok) return result
  const isInvalid = result.error.cause instanceof ZodError
  const error = berthErrorOf(result.error, isInvalid ? await getRawInput() : undefined)
  if (error.kind === 'internal') ctx.log.error({ err: error.cause ?? error, path }, 'procedure failed')
  throw asTrpcError(error)
})

/** Of each procedure: its schema says what a text may be, and the database what it cannot. */
const withWholeTexts = t.middleware(async ({ next, getRawInput }) => {
  refuseBrokenText(await getRawInput())
  return next()
})

/** For everybody, signed in or not. */
export const publicProcedure = t.procedure.use(withErrors).use(withWholeTexts)

/** For everybody who is signed in, guests of courses among them: what they reach is looked up by what they name. */
export const signedInProcedure = publicProcedure.use(({ ctx, next }) => {
  if (ctx.actor === null) {
    throw ctx.refused ?? new BerthError('auth.required', 'sign in first, or send an API token')
  }
  return next({ ctx: { actor: ctx.actor } })
})

/** For people and tokens alike, but for guests, who have their courses and nothing else. */
export const userProcedure = signedInProcedure.use(({ ctx, next }) => {
  if (ctx.actor.kind === 'user' && ctx.actor.isGuest) {
    throw new BerthError('auth.forbidden', 'a guest has their course alone: sign in with an account')
  }
  return next()
})

/** For people themselves, by session or password: a token cannot change the account that it acts for. */
export const personProcedure = userProcedure.use(({ ctx, next }) =>
  next({ ctx: { actor: asPerson(ctx.actor) } }),
)

/** Error: auth.forbidden, for a token. */
export function asPerson(actor: Actor): UserActor {
  if (actor.kind === 'user' && actor.via === 'session') return actor
  throw new BerthError('auth.forbidden', 'a token may not do this: sign in')
}

/** A person, also by a token of their own: what it may was looked at before. Error: auth.forbidden, for a tenant's token. */
export function asOwner(actor: Actor): UserActor {
  if (actor.kind === 'user') return actor
  throw new BerthError(
    'auth.forbidden',
    'what this makes is a person’s: use a token of your own, not one of the tenant',
  )
}

/** For the platform's administrators; their token needs the scope `platform:admin`. */
export const adminProcedure = userProcedure.use(({ ctx, next }) => {
  const { actor } = ctx
  if (actor.kind !== 'user' || !actor.isAdmin) {
    throw new BerthError('auth.forbidden', "only the platform's administrators may do this")
  }
  if (actor.token !== null && !actor.token.scopes.includes('platform:admin')) {
    throw new BerthError('auth.scope_missing', 'this token lacks the scope platform:admin', {
      details: { scope: 'platform:admin' },
    })
  }
  return next({ ctx: { actor } })
})

/**
 * For members of a tenant who hold the permission. Its input is `tenantInput({…})`; `ctx.tenant` is the tenant, and
 * `ctx.db` sees nothing else. Errors: tenant.not_found, auth.forbidden, auth.scope_missing.
 */
export const tenantProcedure = (permission: Permission) =>
  userProcedure
    .input(z.object({ tenant: nameInput, app: nameInput.optional() }))
    .use(async ({ ctx, input, next }) => {
      const { tenant, role } = await ctx.auth.authorize({
        actor: ctx.actor,
        tenant: input.tenant,
        permission,
        target: { app: input.app },
        ip: ctx.ip,
      })
      return next({ ctx: { tenant: { ...tenant, role }, db: forTenant(ctx.db, tenant.id) } })
    })

/**
 * For what page and CLI ask of images. A token for named repositories may ask too: `ctx.viewer` says to what the answer
 * is cut. With `'named'` the input's `repository` must be one that it reaches. Errors: those of `tenantProcedure`.
 */
export const imageProcedure = (permission: Permission, reach: 'any' | 'named' = 'any') =>
  userProcedure
    .input(z.object({ tenant: nameInput, repository: z.string().max(255).optional() }))
    .use(async ({ ctx, input, next }) => {
      const { tenant, role, repositories } = await ctx.auth.authorize({
        actor: ctx.actor,
        tenant: input.tenant,
        permission,
        target: reach === 'any' ? { anyRepository: true } : { repository: nameIn(input) },
        ip: ctx.ip,
      })
      const viewer: Viewer = {
        tenantId: tenant.id,
        only: repositories?.map((name) => `${tenant.name}/${name}`),
      }
      return next({ ctx: { tenant: { ...tenant, role }, db: forTenant(ctx.db, tenant.id), viewer } })
    })

/** `hello` of `acme/hello`; another tenant's repository is none that a token can name. */
function nameIn({ tenant, repository }: { tenant: string; repository?: string | undefined }) {
  return repository?.startsWith(`${tenant}/`) ? repository.slice(tenant.length + 1) : undefined
}

/** A name as it is asked for; whether it is a good one for something new is `parseName`'s business. */
export const nameInput = z.string().min(1).max(64)

/** The whole input of a tenant's procedure: the tenant's name, what is given, and nothing else. */
export function tenantInput<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject({ tenant: nameInput, ...shape })
}
