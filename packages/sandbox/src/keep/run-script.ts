import { toBerthError } from '@berth/core'
import type { Db } from '@berth/db'
import type { Script } from '@berth/lab'
import { tell } from '../events/tell.ts'
import type { Scripts } from '../ports.ts'
import { MOST_CLEANUP_SECONDS, type SandboxRow } from './read-sandboxes.ts'
import type { ScriptDue } from './tend.ts'
import { readyData } from './write-steps.ts'
import { PATIENCE } from './patience.ts'

const MAX_OUTPUT = 4096

type Deps = { readonly db: Db; readonly scripts: Scripts; readonly now: () => Date }

/** Runs the script that makes a sandbox ready, or the one of its end. When its node is away, the keeper tries again. */
export async function runScript(deps: Deps, due: ScriptDue): Promise<void> {
  const script = due.version.spec.scripts[due.kind]
  const container = due.row.containers.find(
    ({ process, attempt }) => process === script?.container && attempt === due.row.attempt,
  )
  if (!script || !container) return
  if (due.kind === 'setup') return noteSetup(deps, due, await failureOf(deps.scripts, container, script))
  const timeout = Math.min(script.timeout, MOST_CLEANUP_SECONDS)
  await noteCleanup(deps, due.row, await failureOf(deps.scripts, container, { ...script, timeout }))
}

async function noteSetup(
  { db, now }: Deps,
  { row, version }: ScriptDue,
  failure: string | undefined,
): Promise<void> {
  await db.$transaction(async (tx) => {
    // it may have ended meanwhile, or have begun another try
    const still = { id: row.id, attempt: row.attempt, state: 'starting', wanted: 'running' }
    const reason = { kind: 'setup-failed', message: failure ?? '' } as const
    const { count } = await tx.sandbox.updateMany({
      where: still,
      data:
        failure === undefined
          ? readyData(row, version, now())
          : { state: 'failed', wanted: 'stopped', reason },
    })
    if (count === 0) return
    await tell(tx, [
      { sandbox: row, ...(failure === undefined ? { type: 'ready' } : { type: 'failed', reason }) },
    ])
  }, PATIENCE)
}

/** It ends either way. */
async function noteCleanup({ db, now }: Deps, row: SandboxRow, failure: string | undefined): Promise<void> {
  await db.$transaction(async (tx) => {
    await tx.sandbox.updateMany({
      where: { id: row.id, attempt: row.attempt, wanted: row.wanted },
      data: { cleanedAt: now() },
    })
    if (failure === undefined) return
    await tell(tx, [{ sandbox: row, type: 'cleanup-failed', data: { message: failure } }])
  }, PATIENCE)
}

/** Undefined when it succeeded. */
async function failureOf(
  scripts: Scripts,
  { id: containerId, nodeId }: { readonly id: string; readonly nodeId: string },
  { text, timeout }: Pick<Script, 'text' | 'timeout'>,
): Promise<string | undefined> {
  try {
    const { code, output, timedOut } = await scripts.run(nodeId, {
      ...{ containerId, script: text, user: '0', env: {}, timeoutMs: timeout * 1000, maxOutput: MAX_OUTPUT },
    })
    if (timedOut) return `it took longer than ${timeout} seconds`
    return code === 0 ? undefined : `it ended with ${code}: ${lastLine(output)}`
  } catch (thrown) {
    return toBerthError(thrown).message
  }
}

function lastLine(output: string): string {
  return output.trimEnd().split('\n').at(-1) ?? ''
}
