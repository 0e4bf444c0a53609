import { oneLine, WEBHOOK_EVENTS } from '@berth/protocol'
import { z } from 'zod'
import { acting } from '../acting.ts'
import { router, tenantInput, tenantProcedure } from '../trpc.ts'

const id = z.string().max(64)
const fields = {
  name: oneLine(64),
  url: z.string().trim().min(1).max(2000),
  events: z.array(z.enum(WEBHOOK_EVENTS)).min(1).max(WEBHOOK_EVENTS.length),
  /** a pattern with `*`, over names without the tenant's */
  repositories: z.string().trim().min(1).max(255),
  enabled: z.boolean(),
}
const newWebhook = tenantInput({
  ...fields,
  repositories: fields.repositories.default('*'),
  enabled: fields.enabled.default(true),
})
const changes = tenantInput({ id, ...z.object(fields).partial().shape })

const manage = tenantProcedure('webhook:manage')

export const webhooksRouter = router({
  list: manage.input(tenantInput({})).query(({ ctx }) => ctx.webhooks.list(ctx.db)),

  create: manage
    .input(newWebhook)
    .mutation(({ ctx, input: { name, url, events, repositories, enabled } }) =>
      ctx.webhooks.create(acting(ctx), { name, url, events, repositories, enabled }),
    ),

  update: manage
    .input(changes)
    .mutation(({ ctx, input: { id, name, url, events, repositories, enabled } }) =>
      ctx.webhooks.update(acting(ctx), id, { name, url, events, repositories, enabled }),
    ),

  renewSecret: manage
    .input(tenantInput({ id }))
    .mutation(({ ctx, input }) => ctx.webhooks.renewSecret(acting(ctx), input.id)),

  remove: manage
    .input(tenantInput({ id }))
    .mutation(({ ctx, input }) => ctx.webhooks.remove(acting(ctx), input.id)),

  deliveries: manage
    .input(tenantInput({ id }))
    .query(({ ctx, input }) => ctx.webhooks.deliveries(ctx.db, input.id)),

  test: manage
    .input(tenantInput({ id }))
    .mutation(({ ctx, input }) => ctx.webhooks.test(acting(ctx), input.id)),

  redeliver: manage
    .input(tenantInput({ id, delivery: id }))
    .mutation(({ ctx, input }) => ctx.webhooks.redeliver(acting(ctx), input.id, input.delivery)),
})
