import { formatBytes } from '@berth/core'
import { instanceStates } from '../apps/instance-states.ts'
import { readProcesses } from '../live/stats.ts'
import { printJson, printResult } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'
import { formatTable } from '../terminal/table.ts'

/** The processes of all instances, as each numbers them inside. */
export async function top(app: string, options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  const target = { tenant: await session.tenant(), app }
  const instances = await readProcesses(session, target)
  const states = await instanceStates(session, target)
  const rows = instances.flatMap(({ containerId, processes }) =>
    processes.map((process) => ({ instance: containerId, ...process })),
  )
  if (options.json) return printJson(rows.map((row) => ({ ...row, instanceState: states.get(row.instance) })))
  printResult(
    formatTable([
      ['INSTANCE', 'PID', 'USER', 'STATE', 'MEMORY', 'CPU', 'COMMAND'],
      ...rows.map(({ instance, pid, uid, user, state, memoryBytes, cpuMs, command }) => [
        states.get(instance) === 'draining' ? `${instance} (draining)` : instance,
        String(pid),
        user ?? String(uid),
        state,
        formatBytes(memoryBytes),
        `${(cpuMs / 1000).toFixed(1)} s`,
        command,
      ]),
    ]),
  )
}
