import { printJson, printResult } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'
import { describeEnd } from '@berth/core'
import { limitsMet } from '../apps/limits-met.ts'
import { formatTable } from '../terminal/table.ts'

export async function ps(app: string | undefined, options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  const list = await session.api.instances.list.query({ tenant: await session.tenant(), ...(app && { app }) })
  const rows = list.map(
    ({ id, app, process, state, reason, lastEnd, node, release, restarts, oomKills, forksRefused }) => ({
      id,
      app,
      process,
      state,
      ...(reason === null ? {} : { reason }),
      // how it ended before says nothing about what runs now, so it has a field of its own
      ...(reason === null && lastEnd ? { lastEnd: describeEnd(lastEnd) } : {}),
      node,
      release,
      restarts,
      oomKills,
      forksRefused,
    }),
  )
  if (options.json) return printJson(rows)
  printResult(
    formatTable([
      ['ID', 'APP', 'PROCESS', 'STATE', 'RELEASE', 'RESTARTS', 'NODE'],
      ...rows.map((row) => [
        row.id,
        row.app,
        row.process,
        sayInstance(row),
        String(row.release),
        String(row.restarts),
        row.node,
      ]),
    ]),
  )
}

/** Its state with what one would want to know beside it. */
function sayInstance(row: {
  readonly state: string
  readonly reason?: string
  readonly oomKills: number
  readonly forksRefused: number
}): string {
  if (row.reason !== undefined && row.state !== 'running') return `${row.state}: ${row.reason}`
  const met = row.state === 'running' ? limitsMet(row) : []
  return met.length > 0 ? `${row.state}, ${met.join(', ')}` : row.state
}
