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
/** All of a class at once, on a node that runs eight: sixty that take ten seconds each have theirs. */
export const MAX_WAIT_MS = 120_000
const MAX_MESSAGE = 300
/** for who teaches */
const MAX_KEPT = 2048
/** of one check in one sandbox */
const MOST_KEPT = 20

/** Lets pieces of work that ask the database wait for each other, as far as they shall: `key` has one at a time. */
export type InTurn = <T>(key: string, work: () => Promise<T>) => Promise<T>

type Context = {
  readonly db: Db
  readonly run: RunScript
  readonly now: () => Date
  readonly inTurn: InTurn
}
type Verdict = { readonly passed: boolean; readonly message: string; readonly output: string }

/**
 * Runs a check of the lab and keeps what it said; one that could not run (its container is busy, its node away) says
 * nothing of the student's work, and is not kept. While its script runs it holds nobody else up. Errors:
 * sandbox.not_ready, sandbox.too_often, container.busy, node.unreachable, input.invalid for an unknown one.
 */
export async function check(context: Context, asked: Asked, name: string): Promise<CheckView> {
  const { run, now, inTurn } = context
  const { sandbox } = asked
  refuseUnless(sandbox, ['running'])
  const prepared = await inTurn(sandbox.id, () => prepare(context, sandbox, name))
  const { passed, message, output } = await verdict(run, sandbox, prepared)
  const view = { name, passed, message, at: now() }
  await inTurn(sandbox.id, () => keep(context.db, asked, { ...view, output }))
  return view
}

type Prepared = { readonly containerId: string; readonly script: LabCheck['script'] }

async function prepare({ db, now }: Context, sandbox: Asked['sandbox'], name: string): Promise<Prepared> {
  const version = await db.labVersion.findUniqueOrThrow({ where: { id: sandbox.versionId } })
  const wanted = specOf(version).checks.find((one) => one.name === name)
  if (!wanted) throw new BerthError('input.invalid', `the lab has no check "${name}"`)
  const { script } = wanted
  await countCheck(db, sandbox.id, now())
  const row = await db.container.findFirst({
    where: { sandboxId: sandbox.id, attempt: sandbox.attempt, process: script.container, desired: 'running' },
    select: { id: true },
  })
  if (!row) throw new BerthError('sandbox.not_ready', `container ${script.container} does not run`)
  return { containerId: row.id, script }
}

async function keep(db: Db, { sandbox, by }: Asked, result: CheckView & Verdict): Promise<void> {
  const { id: sandboxId, tenantId, labId, memberId, attempt } = sandbox
  const { name, passed } = result
  const data = { ...result, id: newId('checkResult'), tenantId, sandboxId, labId, memberId, attempt, by }
  await db.$transaction(async (tx) => {
    await tx.checkResult.create({ data })
    await dropOld(tx, sandboxId, name)
    await tell(tx, [{ sandbox, type: 'checked', by, data: { name, passed } }])
  })
}

async function dropOld(tx: Tx, sandboxId: string, name: string): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM "CheckResult" WHERE id IN (
      SELECT id FROM "CheckResult" WHERE "sandboxId" = ${sandboxId} AND name = ${name}
      ORDER BY at DESC, id DESC OFFSET ${MOST_KEPT})`
}

async function verdict(
  run: RunScript,
  { tenantId }: Asked['sandbox'],
  { containerId, script: { text, timeout } }: Prepared,
): Promise<Verdict> {
  const limits = { timeoutMs: timeout * 1000, waitMs: MAX_WAIT_MS, maxOutput: MAX_OUTPUT }
  try {
    const said = await run(tenantId, { containerId, script: text, user: '0', env: {}, ...limits })
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
