import { given } from '../arguments/given.ts'
import { UsageError } from '../arguments/usage-error.ts'
import { printJson, printResult } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'
import { formatTable } from '../terminal/table.ts'
import { sayWhen } from '../terminal/when.ts'

export type DeploysOptions = SessionOptions & { readonly why?: string }

/** `deploys APP`, `deploys APP list`, `deploys APP cancel [ID]`. */
export async function deploys(app: string, words: readonly string[], options: DeploysOptions): Promise<void> {
  const [act = 'list', id, ...rest] = words
  if (act === 'cancel' && rest.length === 0) return cancel(app, id, options)
  if (act === 'list' && id === undefined) return list(app, options)
  throw new UsageError(`write it as: berth deploys ${app}, or berth deploys ${app} cancel [ID]`)
}

async function list(app: string, options: DeploysOptions): Promise<void> {
  const session = await openSession(options)
  const deploys = await session.api.deploys.list.query({ tenant: await session.tenant(), app })
  if (options.json) return printJson(deploys)
  printResult(
    formatTable([
      ['DEPLOY', 'RELEASE', 'STATE', 'IMAGE', 'CREATED', 'BY', 'NOTE'],
      ...deploys.map(({ id, release, state, image, createdAt, by, reason }) => [
        ...[id, String(release), state, image, sayWhen(createdAt), by, reason ?? ''],
      ]),
    ]),
  )
}

/** Without an id, the one on its way. */
async function cancel(app: string, id: string | undefined, options: DeploysOptions): Promise<void> {
  const session = await openSession(options)
  const asked = { tenant: await session.tenant(), app, ...given({ id, why: options.why }) }
  const deploy = await session.api.deploys.cancel.mutate(asked)
  if (options.json) return printJson(deploy)
  printResult(`deploy ${deploy.id} of release ${deploy.release}: ${deploy.state}`)
}
