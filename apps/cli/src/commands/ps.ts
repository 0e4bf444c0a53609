import { formatTable, printJson, printResult } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'

export async function ps(app: string | undefined, options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  const list = await session.api.instances.list.query({ tenant: await session.tenant(), ...(app && { app }) })
  const rows = list.map(({ id, app, process, state, reason, node, release, restarts }) => ({
    id,
    app,
    process,
    state,
    ...(reason === null ? {} : { reason }),
    node,
    release,
    restarts,
  }))
  if (options.json) return printJson(rows)
  printResult(
    formatTable([
      ['ID', 'APP', 'PROCESS', 'STATE', 'RELEASE', 'RESTARTS', 'NODE'],
      ...rows.map((row) => [
        row.id,
        row.app,
        row.process,
        row.reason ? `${row.state}: ${row.reason}` : row.state,
        String(row.release),
        String(row.restarts),
        row.node,
      ]),
    ]),
  )
}
