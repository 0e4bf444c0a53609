import type { Db } from '@berth/db'
import type { NodeFiles, Scripts } from '../../ports.ts'
import { specOf } from '../../rows.ts'
import { lastLines } from '../../service/last-lines.ts'
import { shellEnvironment } from '../../service/shell-environment.ts'
import { type CommandContent, sendingOf } from '../broadcast/content.ts'
import { deliverFile } from './deliver-file.ts'
import { type Delivered, type DeliverPlace, placeOf } from './deliver-place.ts'
import type { Due } from './take-due.ts'

type DeliverContext = { readonly db: Db; readonly scripts: Scripts; readonly files: NodeFiles }

const MOST_OUTPUT = 4096

/** Gives one sandbox what was sent to it, as the user that its student is. Errors: those of its node. */
export async function deliverOne(context: DeliverContext, due: Due): Promise<Delivered> {
  const { broadcastId, sandboxId } = due
  const result = await context.db.broadcastResult.findUniqueOrThrow({
    where: { broadcastId_sandboxId: { broadcastId, sandboxId } },
    include: { broadcast: true, sandbox: { include: { version: true } } },
  })
  const { version, ...sandbox } = result.sandbox
  const sending = sendingOf(result.broadcast)
  const place = await placeOf(context.db, sandbox, specOf(version), sending.content.container)
  if (sending.kind === 'command') return runCommand(context, place, sending.content)
  return deliverFile(context, place, { content: sending.content, how: result.how })
}

async function runCommand(
  { db, scripts }: DeliverContext,
  { sandbox, lab, containerId, nodeId }: DeliverPlace,
  { command, timeout }: CommandContent,
): Promise<Delivered> {
  const { code, output, timedOut } = await scripts.run(nodeId, {
    ...{ containerId, script: command, timeoutMs: timeout * 1000, maxOutput: MOST_OUTPUT },
    ...(lab.user === null ? {} : { user: lab.user }),
    ...(lab.workdir === null ? {} : { cwd: lab.workdir }),
    env: await shellEnvironment(db, sandbox),
  })
  const said = { code, output: lastLines(output, MOST_OUTPUT) }
  if (timedOut) return { ...said, state: 'failed', error: 'sandbox.took_too_long' }
  return { ...said, state: code === 0 ? 'done' : 'failed' }
}
