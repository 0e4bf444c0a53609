import { WEBHOOK_EVENTS } from '@berth/protocol'
import type { Command } from 'commander'
import { onPlatform } from './on-platform.ts'

/** `berth webhooks …`. */
export function addWebhooks(program: Command): void {
  const webhooks = onPlatform(
    program,
    'webhooks',
    'list the webhooks, which are told of your images and apps',
  ).action(async (options) => (await import('./commands/webhooks.ts')).listWebhooks(options))
  onPlatform(webhooks, 'add', 'add a webhook; the secret that signs its messages is shown only once')
    .requiredOption('--name <name>', 'what it is for')
    .requiredOption('--url <url>', 'where messages are sent, https://…')
    .requiredOption('--event <event...>', `what it is told of; some of: ${WEBHOOK_EVENTS.join(', ')}`)
    .option('--repositories <pattern>', 'only these, as web or team/*', '*')
    .action(async (_options, command) =>
      (await import('./commands/webhooks.ts')).addWebhook(command.optsWithGlobals()),
    )
  addChanges(webhooks)
  onPlatform(webhooks, 'deliveries <id>', 'list what was sent last, and what became of it').action(
    async (id, _options, command) =>
      (await import('./commands/webhook-deliveries.ts')).listDeliveries(id, command.optsWithGlobals()),
  )
  onPlatform(webhooks, 'test <id>', 'send a test').action(async (id, _options, command) =>
    (await import('./commands/webhook-deliveries.ts')).testWebhook(id, command.optsWithGlobals()),
  )
  onPlatform(webhooks, 'redeliver <id> <delivery>', 'send once more what was sent').action(
    async (id, delivery, _options, command) =>
      (await import('./commands/webhook-deliveries.ts')).redeliver(id, delivery, command.optsWithGlobals()),
  )
}

function addChanges(webhooks: Command): void {
  for (const [verb, enabled] of [['enable', true] as const, ['disable', false] as const]) {
    onPlatform(webhooks, `${verb} <id>`, `${verb} a webhook`).action(async (id, _options, command) =>
      (await import('./commands/webhooks.ts')).switchWebhook(id, enabled, command.optsWithGlobals()),
    )
  }
  onPlatform(webhooks, 'secret <id>', 'make a new secret; the old one signs nothing any more').action(
    async (id, _options, command) =>
      (await import('./commands/webhooks.ts')).renewSecret(id, command.optsWithGlobals()),
  )
  onPlatform(webhooks, 'remove <id>', 'remove a webhook, with what it has not sent yet').action(
    async (id, _options, command) =>
      (await import('./commands/webhooks.ts')).removeWebhook(id, command.optsWithGlobals()),
  )
}
