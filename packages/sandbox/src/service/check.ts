import { BerthError, newId, toBerthError } from '@berth/core'
import type { Db, Tx } from '@berth/db'
import type { LabCheck } from '@berth/lab'
import type { ScriptReply, ScriptRequest } from '@berth/protocol'
import { tell } from '../events/tell.ts'
import { specOf } from '../rows.ts'
import { type Asked, refuseUnless } from './change.ts'
import { countCheck } from './check-rate.ts'
import { lastLine, lastLines } from './last-lines.ts'

/** Runs a script in a container of the tenant; web asks control, which asks the node. */
export type RunScript = (tenantId: string, request: ScriptRequest) => Promise<ScriptReply>

export type CheckView = { name: string; passed: boolean; message: string; at: Date }

const MAX_OUTPUT = 4096
const MAX_MESSAGE = 300
/** for who teaches */
const MAX_KEPT = 2048
/** of one check in one sandbox */
const MOST_KEPT = 20

/**
 * Runs a check of the lab and keeps what it said; one that could not run (its container is busy, its node away) says
 * nothing of the student's work, and is not kept. Errors: sandbox.not_ready, sandbox.too_often, container.busy,
 * node.unreachable, input.invalid for an unknown one.
 */
export async function check(
  { db, run, now }: { readonly db: Db; readonly run: RunScript; readonly now: () => Date },
  { sandbox, by }: Asked,
  name: string,
): Promise<CheckView> {
  refuseUnless(sandbox, ['running'])
  const version = await db.labVersion.findUniqueOrThrow({ where: { id: sandbox.versionId } })
  const wanted = specOf(version).checks.find((one) => one.name === name)
  if (!wanted) throw new BerthError('input.invalid', `the lab has no check "${name}"`)
  const { id: sandboxId, tenantId, labId, memberId, attempt } = sandbox
  await countCheck(db, sandboxId, now())
  const { passed, message, output } = await verdict(db, { run, sandbox, wanted })
  const at = now()
  await db.$transaction(async (tx) => {
    await tx.checkResult.create({
      data: {
        ...{ id: newId('checkResult'), tenantId, sandboxId, labId, memberId, attempt },
        ...{ name, passed, message, output, by, at },
      },
    })
    await dropOld(tx, sandboxId, name)
    await tell(tx, [{ sandbox, type: 'checked', by, data: { name, passed } }])
  })
  return { name, passed, message, at }
}

async function dropOld(tx: Tx, sandboxId: string, name: string): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM "CheckResult" WHERE id IN (
      SELECT id FROM "CheckResult" WHERE "sandboxId" = ${sandboxId} AND name = ${name}
      ORDER BY at DESC, id DESC OFFSET ${MOST_KEPT})`
}

async function verdict(
  db: Db,
  { run, sandbox, wanted }: { run: RunScript; sandbox: Asked['sandbox']; wanted: LabCheck },
): Promise<{ passed: boolean; message: string; output: string }> {
  const { container, text: script, timeout } = wanted.script
  const row = await db.container.findFirst({
    where: { sandboxId: sandbox.id, attempt: sandbox.attempt, process: container, desired: 'running' },
    select: { id: true },
  })
  if (!row) throw new BerthError('sandbox.not_ready', `container ${container} does not run`)
  const request = { containerId: row.id, script, user: '0', env: {}, timeoutMs: timeout * 1000 }
  try {
    const said = await run(sandbox.tenantId, { ...request, maxOutput: MAX_OUTPUT })
    return {
      passed: said.code === 0,
      message: said.timedOut ? `took longer than ${timeout} s` : lastLine(said.output, MAX_MESSAGE),
      output: lastLines(said.output, MAX_KEPT),
    }
  } catch (thrown) {
    const { code, message } = toBerthError(thrown)
    if (code !== 'runtime.exec_failed') throw thrown
    return { passed: false, message: message.slice(0, MAX_MESSAGE), output: '' } // they removed the shell
  }
}
