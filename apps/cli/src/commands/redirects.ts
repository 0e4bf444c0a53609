import type { DoorSettingsView } from '@berth/protocol'
import { UsageError } from '../arguments/usage-error.ts'
import { printJson, printResult, say } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'
import { formatTable } from '../terminal/table.ts'

const STATUSES = [301, 302, 307, 308] as const

/** `redirects APP`, `redirects APP add FROM TO`, `redirects APP remove FROM`. */
export async function redirects(
  app: string,
  words: readonly string[],
  options: SessionOptions & { readonly status: string },
): Promise<void> {
  const [verb = 'list', from = '', to = '', ...rest] = words
  const count = { list: 0, add: 2, remove: 1 }[verb]
  if (count === undefined || rest.length > 0 || [from, to].filter((word) => word !== '').length !== count)
    throw new UsageError(`berth redirects ${app} [add FROM TO | remove FROM]`)
  const status = STATUSES.find((one) => String(one) === options.status)
  if (status === undefined)
    throw new UsageError(`--status ${options.status}: choose of ${STATUSES.join(', ')}`)
  const session = await openSession(options)
  const at = { tenant: await session.tenant(), app }
  const { door } = session.api
  if (verb === 'list') return list(await door.get.query(at), options)
  const after =
    verb === 'add'
      ? await door.addRedirect.mutate({ ...at, from, to, status })
      : await door.removeRedirect.mutate({ ...at, from })
  if (options.json) return printJson(after.redirects)
  say(verb === 'add' ? `${from} leads to ${to}` : `${from} is redirected no more`)
}

function list({ redirects }: DoorSettingsView, { json }: SessionOptions): void {
  if (json) return printJson(redirects)
  if (redirects.length === 0) return say('nothing is redirected')
  const rows = redirects.map(({ from, to, status }) => [from, to, String(status)])
  printResult(formatTable([['FROM', 'TO', 'STATUS'], ...rows]))
}
