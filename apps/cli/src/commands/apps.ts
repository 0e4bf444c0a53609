import { sayState } from '../apps/say-state.ts'
import { printJson, printResult } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'
import { formatTable } from '../terminal/table.ts'

export async function apps(options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  const list = await session.api.apps.list.query({ tenant: await session.tenant() })
  if (options.json)
    return printJson(list.map(({ name, state, url, release }) => ({ name, state, url, release })))
  printResult(
    formatTable([
      ['NAME', 'STATE', 'RELEASE', 'INSTANCES', 'URL'],
      ...list.map((app) => [
        app.name,
        sayState(app),
        String(app.release ?? '-'),
        `${app.running}/${app.replicas}`,
        app.url ?? '-',
      ]),
    ]),
  )
}
