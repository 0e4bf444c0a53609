import { formatBytes } from '@berth/core'
import { given } from '../arguments/given.ts'
import { finishDeploy } from '../deploys/finish-deploy.ts'
import { printJson, printResult } from '../output.ts'
import { openSession, type Session, type SessionOptions } from '../session/session.ts'
import { formatTable } from '../terminal/table.ts'

export type LimitsOptions = SessionOptions & {
  readonly cpu?: number
  /** bytes */
  readonly memory?: number
  readonly disk?: number
  readonly pids?: number
  readonly wait?: boolean
}

export async function limits(app: string, options: LimitsOptions): Promise<void> {
  const session = await openSession(options)
  const tenant = await session.tenant()
  const { cpu, memory, disk, pids } = options
  const asked = given({ cpu, memory, disk, pids })
  if (Object.keys(asked).length === 0) return show(session, { tenant, app }, options)
  const started = await session.api.apps.setLimits.mutate({ tenant, app, ...asked })
  await finishDeploy(session, tenant, started, options)
}

async function show(
  session: Session,
  target: { tenant: string; app: string },
  { json }: SessionOptions,
): Promise<void> {
  const { limits } = await session.api.apps.get.query(target)
  if (json) return printJson(limits)
  printResult(
    formatTable([
      ['cpu', String(limits.cpu)],
      ['memory', formatBytes(limits.memory)],
      ['processes', String(limits.pids)],
      ['disk', formatBytes(limits.disk)],
    ]),
  )
}
