import { WEBHOOK_EVENTS, type WebhookEvent, type WebhookSecretView } from '@berth/protocol'
import { UsageError } from '../arguments/usage-error.ts'
import { printJson, printResult, say } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'
import { formatTable } from '../terminal/table.ts'

export async function listWebhooks(options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  const list = await session.api.webhooks.list.query({ tenant: await session.tenant() })
  if (options.json) return printJson(list)
  printResult(
    formatTable([
      ['ID', 'NAME', 'URL', 'EVENTS', 'REPOSITORIES', 'STATE'],
      ...list.map(({ id, name, url, events, repositories, enabled }) => [
        ...[id, name, url, events.join(' '), repositories, enabled ? 'on' : 'off'],
      ]),
    ]),
  )
}

export async function addWebhook(
  options: SessionOptions & {
    readonly name: string
    readonly url: string
    readonly event: readonly string[]
    readonly repositories: string
  },
): Promise<void> {
  const { name, url, repositories } = options
  const events = [...new Set(options.event.map(parseEvent))]
  const session = await openSession(options)
  const tenant = await session.tenant()
  show(await session.api.webhooks.create.mutate({ tenant, name, url, events, repositories }), options)
}

export async function renewSecret(id: string, options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  show(await session.api.webhooks.renewSecret.mutate({ tenant: await session.tenant(), id }), options)
}

export async function switchWebhook(id: string, enabled: boolean, options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  const webhook = await session.api.webhooks.update.mutate({ tenant: await session.tenant(), id, enabled })
  if (options.json) return printJson(webhook)
  say(`webhook ${webhook.name} is ${enabled ? 'on' : 'off'}`)
}

export async function removeWebhook(id: string, options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  await session.api.webhooks.remove.mutate({ tenant: await session.tenant(), id })
  if (options.json) return printJson({ id, state: 'removed' })
  say(`webhook ${id} is removed`)
}

function show(webhook: WebhookSecretView, { json }: SessionOptions): void {
  if (json) return printJson(webhook)
  say(`webhook ${webhook.id} signs with this secret, which is shown only this once:`)
  printResult(webhook.secret)
}

function parseEvent(text: string): WebhookEvent {
  const event = WEBHOOK_EVENTS.find((each) => each === text)
  if (event) return event
  throw new UsageError(`there is no event "${text}": choose of ${WEBHOOK_EVENTS.join(', ')}`)
}
