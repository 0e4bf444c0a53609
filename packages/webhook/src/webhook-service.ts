import { BerthError, type Clock, newId } from '@berth/core'
import type { Prisma, TenantDb, TenantTx, Webhook } from '@berth/db'
import { createTargetCheck } from '@berth/outbound'
import type { WebhookDeliveryView, WebhookSecretView, WebhookView } from '@berth/protocol'
import { testEvent } from './cloud-event.ts'
import { listDeliveries, listWebhooks, toWebhookView } from './read-webhooks.ts'
import { type SecretBox, sealSecret } from './sealed-secret.ts'
import { newSecret } from './sign.ts'

/** Who acts, within which tenant. */
type WebhookActing = {
  readonly db: TenantDb
  readonly tenantId: string
  readonly by: string
  readonly ip: string | null
}

type WebhookFields = Pick<WebhookView, 'name' | 'url' | 'events' | 'repositories' | 'enabled'>

/** The webhooks of a tenant. Error of all that name one: webhook.not_found. */
export type WebhookService = {
  list(db: TenantDb): Promise<WebhookView[]>
  /** Its secret is told here and never again. Errors: outbound.url_invalid, outbound.not_allowed, quota.exceeded. */
  create(acting: WebhookActing, fields: WebhookFields): Promise<WebhookSecretView>
  /** Errors: outbound.url_invalid, outbound.not_allowed. */
  update(acting: WebhookActing, id: string, fields: Partial<WebhookFields>): Promise<WebhookView>
  /** A new secret; the old one signs nothing from now on. */
  renewSecret(acting: WebhookActing, id: string): Promise<WebhookSecretView>
  remove(acting: WebhookActing, id: string): Promise<void>
  /** Newest first. */
  deliveries(db: TenantDb, id: string): Promise<WebhookDeliveryView[]>
  /** Sends an event that says so; what became of it is read from the deliveries. Returns the delivery's id. */
  test(acting: WebhookActing, id: string): Promise<{ delivery: string }>
  /** Sends what was sent once more, from the first attempt. */
  redeliver(acting: WebhookActing, id: string, delivery: string): Promise<void>
}

const MAX_WEBHOOKS = 20

export function createWebhookService(deps: {
  readonly secrets: Pick<SecretBox, 'seal'>
  readonly url: string
  /** CIDRs that are called although they are not public */
  readonly allow: readonly string[]
  readonly clock: Clock
}): WebhookService {
  const checkTarget = createTargetCheck(deps.allow)
  return {
    list: listWebhooks,
    deliveries: listDeliveries,

    create: async (acting, fields) => {
      checkTarget(fields.url)
      const secret = newSecret()
      const sealed = await sealSecret(deps.secrets, acting.tenantId, secret)
      const webhook = await acting.db.$transaction(async (tx) => {
        await refuseTooMany(tx)
        const { tenantId, by: createdBy } = acting
        const data = { id: newId('webhook'), tenantId, createdBy, secret: sealed, ...fields }
        await audit(tx, acting, 'webhook.created', fields.name, { url: fields.url })
        return tx.webhook.create({ data })
      })
      return { ...toWebhookView(webhook), secret }
    },

    update: async (acting, id, fields) => {
      if (fields.url !== undefined) checkTarget(fields.url)
      return change(acting, id, 'webhook.changed', fields)
    },

    renewSecret: async (acting, id) => {
      const secret = newSecret()
      const sealed = await sealSecret(deps.secrets, acting.tenantId, secret)
      return { ...(await change(acting, id, 'webhook.secret_renewed', { secret: sealed })), secret }
    },

    remove: (acting, id) =>
      acting.db.$transaction(async (tx) => {
        const { name } = await find(tx, id)
        await tx.webhook.deleteMany({ where: { id } })
        await audit(tx, acting, 'webhook.removed', name)
      }),

    test: (acting, id) =>
      acting.db.$transaction(async (tx) => {
        const { name } = await find(tx, id)
        const now = deps.clock.now()
        const delivery = newId('delivery')
        const event = testEvent({ url: deps.url, now })
        await tx.webhookDelivery.create({
          data: { id: delivery, webhookId: id, event, createdAt: now, nextAt: now },
        })
        await audit(tx, acting, 'webhook.tested', name)
        return { delivery }
      }),

    redeliver: (acting, id, delivery) =>
      acting.db.$transaction(async (tx) => {
        const { name } = await find(tx, id)
        const again = { attempts: 0, nextAt: deps.clock.now(), deliveredAt: null, status: null, error: null }
        const { count } = await tx.webhookDelivery.updateMany({
          where: { id: delivery, webhookId: id },
          data: again,
        })
        if (count === 0)
          throw new BerthError('webhook.not_found', `the webhook "${name}" has no such delivery`)
        await audit(tx, acting, 'webhook.redelivered', name, { delivery })
      }),
  }
}

function change(
  acting: WebhookActing,
  id: string,
  action: string,
  data: Partial<WebhookFields> & { secret?: Uint8Array<ArrayBuffer> },
): Promise<WebhookView> {
  return acting.db.$transaction(async (tx) => {
    await find(tx, id)
    await tx.webhook.updateMany({ where: { id }, data })
    const webhook = await find(tx, id)
    await audit(tx, acting, action, webhook.name, { url: webhook.url })
    return toWebhookView(webhook)
  })
}

async function find(tx: TenantTx, id: string): Promise<Webhook> {
  const webhook = await tx.webhook.findUnique({ where: { id } })
  if (webhook) return webhook
  throw new BerthError('webhook.not_found', 'there is no such webhook')
}

async function refuseTooMany(tx: TenantTx): Promise<void> {
  if ((await tx.webhook.count()) < MAX_WEBHOOKS) return
  throw new BerthError('quota.exceeded', `a tenant has at most ${MAX_WEBHOOKS} webhooks: remove one first`, {
    details: { resource: 'webhooks', limit: MAX_WEBHOOKS },
  })
}

async function audit(
  tx: TenantTx,
  { tenantId, by, ip }: WebhookActing,
  action: string,
  target: string,
  data: Prisma.InputJsonObject = {},
): Promise<void> {
  await tx.audit.create({
    data: { id: newId('audit'), tenantId, by, ip, action, target, outcome: 'allowed', data },
  })
}
