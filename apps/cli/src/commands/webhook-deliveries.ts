import { printJson, printResult, say } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'
import { formatTable } from '../terminal/table.ts'
import { sayWhen } from '../terminal/when.ts'

export async function listDeliveries(id: string, options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  const list = await session.api.webhooks.deliveries.query({ tenant: await session.tenant(), id })
  if (options.json) return printJson(list)
  printResult(
    formatTable([
      ['ID', 'EVENT', 'ABOUT', 'WHEN', 'STATE', 'ATTEMPTS', 'ANSWER', 'NEXT'],
      ...list.map((delivery) => [
        ...[delivery.id, delivery.type, delivery.subject ?? '-', sayWhen(delivery.createdAt), delivery.state],
        ...[String(delivery.attempts), delivery.answer ?? '-'],
        delivery.nextAt ? sayWhen(delivery.nextAt) : '-',
      ]),
    ]),
  )
}

export async function testWebhook(id: string, options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  const sent = await session.api.webhooks.test.mutate({ tenant: await session.tenant(), id })
  if (options.json) return printJson(sent)
  say(`a test is on its way; what becomes of it: berth webhooks deliveries ${id}`)
}

export async function redeliver(id: string, delivery: string, options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  await session.api.webhooks.redeliver.mutate({ tenant: await session.tenant(), id, delivery })
  if (options.json) return printJson({ delivery, state: 'waiting' })
  say(`${delivery} is on its way again; what becomes of it: berth webhooks deliveries ${id}`)
}
