import { BerthError } from '@berth/core'
import type { TenantDb, Webhook, WebhookDelivery } from '@berth/db'
import { CROWDED_OUT } from './give-up-oldest.ts'
import { WEBHOOK_EVENTS, type WebhookDeliveryView, type WebhookView } from '@berth/protocol'

const MAX_DELIVERIES = 50

export async function listWebhooks(db: TenantDb): Promise<WebhookView[]> {
  const rows = await db.webhook.findMany({ orderBy: { createdAt: 'asc' } })
  return rows.map(toWebhookView)
}

/** Error: webhook.not_found. */
export async function listDeliveries(db: TenantDb, id: string): Promise<WebhookDeliveryView[]> {
  if (!(await db.webhook.findUnique({ where: { id }, select: { id: true } })))
    throw new BerthError('webhook.not_found', 'there is no such webhook')
  const rows = await db.webhookDelivery.findMany({
    where: { webhookId: id },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: MAX_DELIVERIES,
  })
  return rows.map(toDeliveryView)
}

export function toWebhookView(row: Webhook): WebhookView {
  const { id, name, url, repositories, enabled, createdBy, createdAt } = row
  const events = WEBHOOK_EVENTS.filter((event) => row.events.includes(event))
  return { id, name, url, events, repositories, enabled, by: createdBy, createdAt }
}

function toDeliveryView(row: WebhookDelivery): WebhookDeliveryView {
  const { id, createdAt, attempts, nextAt, deliveredAt } = row
  const state = deliveredAt ? 'delivered' : nextAt ? (attempts === 0 ? 'waiting' : 'retrying') : 'failed'
  const { type, subject } = eventOf(row.event)
  return { id, type, subject, createdAt, attempts, nextAt, deliveredAt, state, answer: answerOf(row) }
}

/** A receiver's address may have been chosen to look around with: only the class of its status is told. */
function answerOf({ status, error }: WebhookDelivery): WebhookDeliveryView['answer'] {
  if (status !== null) return `${Math.floor(status / 100)}xx`
  if (error === CROWDED_OUT) return 'crowded-out'
  return error === null ? null : 'unreachable'
}

function eventOf(event: unknown): { type: string; subject: string | null } {
  const fields: Record<string, unknown> = event !== null && typeof event === 'object' ? { ...event } : {}
  const { type, subject } = fields
  return { type: String(type), subject: typeof subject === 'string' ? subject : null }
}
