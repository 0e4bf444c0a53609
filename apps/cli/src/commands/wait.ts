import { setTimeout as delay } from 'node:timers/promises'
import { BerthError, describeEnd } from '@berth/core'
import type { InstanceView } from '@berth/protocol'
import { exitCodeOf } from '../terminal/exit-code.ts'
import { printJson, printResult } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'
import { formatTable } from '../terminal/table.ts'

const LOOK_MS = 1000
const OVER: readonly InstanceView['state'][] = ['stopped', 'failed', 'removed']

/** Until no instance runs, or will by itself; then how each ended. */
export async function wait(app: string, options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  const tenant = await session.tenant()
  let instances = await session.api.instances.list.query({ tenant, app })
  while (instances.some(({ state }) => !OVER.includes(state))) {
    await delay(LOOK_MS)
    instances = await session.api.instances.list.query({ tenant, app })
  }
  if (instances.length === 0) {
    throw new BerthError('app.not_running', `app ${app} has no instances: deploy or scale it first`)
  }
  const ends = instances.map(({ id, lastEnd }) => ({
    id,
    exitCode: lastEnd && exitCodeOf(lastEnd),
    reason: lastEnd && describeEnd(lastEnd),
  }))
  if (options.json) return printJson(ends)
  printResult(
    formatTable([
      ['ID', 'EXIT CODE', 'REASON'],
      ...ends.map(({ id, exitCode, reason }) => [id, String(exitCode ?? '-'), reason ?? '-']),
    ]),
  )
}
