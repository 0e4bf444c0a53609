/** What a webhook may ask to be told of. */
export const WEBHOOK_EVENTS = [
  ...(['push', 'pull', 'delete', 'quota'] as const),
  /** of an app in trouble */
  ...(['crash_loop', 'out_of_memory', 'deploy_failed', 'disk_full', 'backup_failed'] as const),
] as const
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number]

export type WebhookView = {
  readonly id: string
  readonly name: string
  readonly url: string
  readonly events: WebhookEvent[]
  /** a pattern with `*`, over names without the tenant's */
  readonly repositories: string
  readonly enabled: boolean
  readonly by: string
  readonly createdAt: Date
}

/** With its secret, `whsec_…`, which is told once. */
export type WebhookSecretView = WebhookView & { readonly secret: string }

export type WebhookDeliveryView = {
  readonly id: string
  /** `berth.registry.push` */
  readonly type: string
  /** `acme/web:v1` */
  readonly subject: string | null
  readonly createdAt: Date
  readonly attempts: number
  /** when it is tried again; null: it is over */
  readonly nextAt: Date | null
  readonly deliveredAt: Date | null
  readonly state: 'waiting' | 'retrying' | 'delivered' | 'failed'
  /** of the last attempt: `2xx`, `4xx` …, or `unreachable`; `crowded-out`: too many waited; null: none yet */
  readonly answer: string | null
}
