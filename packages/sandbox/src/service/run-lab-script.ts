import { BerthError, type SandboxScript } from '@berth/core'
import type { Db } from '@berth/db'
import type { SandboxScriptView } from '@berth/protocol'
import { tell } from '../events/tell.ts'
import { specOf } from '../rows.ts'
import { type Asked, refuseUnless } from './change.ts'
import { countCheck } from './check-rate.ts'
import { MAX_WAIT_MS, type RunScript } from './check.ts'
import { lastLines } from './last-lines.ts'

const MAX_OUTPUT = 4096

/**
 * Runs what the author of a lab wrote beside its checks, in a trial or a copy: never in what a student made. Counts as a
 * check does. Errors: sandbox.not_ready, sandbox.too_often, container.busy, node.unreachable, input.invalid for one that
 * the lab has not.
 */
export async function runLabScript(
  { db, run, now }: { readonly db: Db; readonly run: RunScript; readonly now: () => Date },
  { sandbox, by }: Asked,
  name: SandboxScript,
): Promise<SandboxScriptView> {
  refuseUnless(sandbox, ['running'])
  if (sandbox.kind === 'lesson') throw new BerthError('auth.forbidden', 'scripts are for trials and copies')
  const version = await db.labVersion.findUniqueOrThrow({ where: { id: sandbox.versionId } })
  const script = specOf(version).scripts[name]
  if (!script) throw new BerthError('input.invalid', `the lab has no script "${name}"`)
  const row = await db.container.findFirst({
    where: { sandboxId: sandbox.id, attempt: sandbox.attempt, process: script.container, desired: 'running' },
    select: { id: true },
  })
  if (!row) throw new BerthError('sandbox.not_ready', `container ${script.container} does not run`)
  await countCheck(db, sandbox.id, now())
  const { code, timedOut, output } = await run(sandbox.tenantId, {
    ...{ containerId: row.id, script: script.text, user: '0', env: {} },
    ...{ timeoutMs: script.timeout * 1000, waitMs: MAX_WAIT_MS, maxOutput: MAX_OUTPUT },
  })
  await tell(db, [{ sandbox, type: 'script-ran', by, data: { name, code } }])
  return { code, timedOut, output: lastLines(output, MAX_OUTPUT) }
}
