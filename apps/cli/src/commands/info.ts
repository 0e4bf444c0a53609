import { formatBytes } from '@berth/core'
import { printJson, printResult } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'
import { formatTable } from '../terminal/table.ts'
import { sayWhen } from '../terminal/when.ts'

export async function info(app: string, options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  const view = await session.api.apps.get.query({ tenant: await session.tenant(), app })
  if (options.json) return printJson(view)
  const { limits } = view
  printResult(
    formatTable([
      ['name', view.name],
      ['state', view.reason ? `${view.state}: ${view.reason}` : view.state],
      ['address', view.url ?? '-'],
      ['image', view.image ?? '-'],
      ['port', String(view.port ?? '-')],
      ['release', String(view.release ?? '-')],
      ['deployed', view.deployedAt ? `${sayWhen(view.deployedAt)} by ${view.deployedBy ?? '-'}` : '-'],
      ['instances', `${view.running} of ${view.replicas}`],
      [
        'limits',
        `${limits.cpu} cpu, ${formatBytes(limits.memory)}, ${limits.pids} processes, ${formatBytes(limits.disk)} disk`,
      ],
      ['environment', view.envNames.join(' ') || '-'],
    ]),
  )
}
