import { formatBytes } from '@berth/core'
import { printJson, printResult } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'
import { formatTable } from '../terminal/table.ts'
import { sayWhen } from '../terminal/when.ts'

export async function nodes(options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  const list = await session.api.admin.nodes.query({})
  if (options.json) return printJson(list)
  printResult(
    formatTable([
      ['NAME', 'STATE', 'CONTAINERS', 'CPU', 'MEMORY', 'DISK FREE', 'HEARTBEAT'],
      ...list.map((node) => [
        node.name,
        node.state,
        String(node.containers),
        `${node.reserved.cpu} of ${node.cpus}`,
        `${formatBytes(node.reserved.memory)} of ${formatBytes(node.memoryBytes)}`,
        formatBytes(node.diskFreeBytes),
        node.heartbeatAt ? sayWhen(node.heartbeatAt) : 'never',
      ]),
    ]),
  )
}
