import { BerthError, formatBytes } from '@berth/core'
import type { InstanceStats } from '@berth/protocol'
import { UsageError } from '../arguments/usage-error.ts'
import { instanceStates } from '../apps/instance-states.ts'
import { watchStats } from '../live/stats.ts'
import { printJson, printResult } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'
import { formatTable } from '../terminal/table.ts'

/** an agent tells it every two seconds, and a rate needs two of them */
const MAX_EMPTY = 15

/** Once, or again and again: then JSON is one array a line. */
export async function stats(
  app: string,
  options: SessionOptions & { readonly follow?: boolean; readonly since?: string },
): Promise<void> {
  if (options.since !== undefined) {
    if (options.follow) throw new UsageError('--follow is for what is used now, --since for what was')
    return (await import('./stored-stats.ts')).storedStats(app, options.since, options)
  }
  const session = await openSession(options)
  let empty = 0
  const target = { tenant: await session.tenant(), app }
  await watchStats(session, target, async (found) => {
    if (found.length > 0) {
      const states = await instanceStates(session, target)
      const rows = found.map((one) => ({ ...one, state: states.get(one.containerId) ?? 'running' }))
      if (options.json) printJson(rows)
      else printResult(table(rows))
      return options.follow ? 'more' : 'enough'
    }
    empty += 1
    return options.follow || empty < MAX_EMPTY ? 'more' : 'enough'
  })
  if (empty === MAX_EMPTY && !options.follow) {
    throw new BerthError('app.not_running', `no instance of ${app} runs: see berth ps ${app}`)
  }
}

function table(found: readonly (InstanceStats & { state: string })[]): string {
  return formatTable([
    ['ID', 'STATE', 'CPU', 'MEMORY', 'PROCESSES', 'IN', 'OUT'],
    ...found.map((one) => [
      one.containerId,
      one.state,
      one.cpu.toFixed(2),
      `${formatBytes(one.memoryBytes)} of ${formatBytes(one.memoryLimit)}`,
      String(one.pids),
      `${formatBytes(one.rxBytesPerSecond)}/s`,
      `${formatBytes(one.txBytesPerSecond)}/s`,
    ]),
  ])
}
