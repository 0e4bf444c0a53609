import { toBerthError } from '@berth/core'
import type { Db } from '@berth/db'
import type { Script } from '@berth/lab'
import { tell } from '../events/tell.ts'
import type { Scripts } from '../ports.ts'
import { MOST_CLEANUP_SECONDS, type SandboxRow } from './read-sandboxes.ts'
import type { ScriptDue } from './tend.ts'
import { readyData } from './write-steps.ts'
import { PATIENCE } from './patience.ts'
import { CLEANUP_WAIT_MS, SETUP_WAIT_MS } from './plan-containers.ts'

const MAX_OUTPUT = 4096

type Outcome = { readonly kind: 'done' } | { readonly kind: 'busy' | 'failed'; readonly message: string }

type Deps = { readonly db: Db; readonly scripts: Scripts; readonly now: () => Date }

/** Runs the script that makes a sandbox ready, or the one of its end. A set-up that had no turn on its node is due again. */
export async function runScript(deps: Deps, due: ScriptDue): Promise<void> {
  const script = due.version.spec.scripts[due.kind]
  const container = due.row.containers.find(
    ({ process, attempt }) => process === script?.container && attempt === due.row.attempt,
  )
  if (!script || !container) return
  if (due.kind === 'setup') {
    return noteSetup(
      deps,
      due,
      await outcomeOf(deps.scripts, container, { ...script, waitMs: SETUP_WAIT_MS }),
    )
  }
  const timeout = Math.min(script.timeout, MOST_CLEANUP_SECONDS)
  const cleanup = { ...script, timeout, waitMs: CLEANUP_WAIT_MS }
  await noteCleanup(deps, due.row, await outcomeOf(deps.scripts, container, cleanup))
}

async function noteSetup({ db, now }: Deps, { row, version }: ScriptDue, outcome: Outcome): Promise<void> {
  // it may have ended meanwhile, or have begun another try
  const still = { id: row.id, attempt: row.attempt, state: 'starting', wanted: 'running' }
  if (outcome.kind === 'busy') {
    await db.sandbox.updateMany({ where: still, data: { setupAt: null } })
    return
  }
  await db.$transaction(async (tx) => {
    if (outcome.kind === 'done') {
      const { count } = await tx.sandbox.updateMany({ where: still, data: readyData(row, version, now()) })
      return tell(tx, count > 0 ? [{ sandbox: row, type: 'ready' }] : [])
    }
    const reason = { kind: 'setup-failed', message: outcome.message } as const
    const data = { state: 'failed', wanted: 'stopped', reason }
    const { count } = await tx.sandbox.updateMany({ where: still, data })
    return tell(tx, count > 0 ? [{ sandbox: row, type: 'failed', reason }] : [])
  }, PATIENCE)
}

/** It ends either way. */
async function noteCleanup({ db, now }: Deps, row: SandboxRow, outcome: Outcome): Promise<void> {
  await db.$transaction(async (tx) => {
    await tx.sandbox.updateMany({
      where: { id: row.id, attempt: row.attempt, wanted: row.wanted },
      data: { cleanedAt: now() },
    })
    if (outcome.kind === 'done') return
    await tell(tx, [{ sandbox: row, type: 'cleanup-failed', data: { message: outcome.message } }])
  }, PATIENCE)
}

async function outcomeOf(
  scripts: Scripts,
  { id: containerId, nodeId }: { readonly id: string; readonly nodeId: string },
  { text, timeout, waitMs }: Pick<Script, 'text' | 'timeout'> & { readonly waitMs: number },
): Promise<Outcome> {
  const limits = { timeoutMs: timeout * 1000, waitMs, maxOutput: MAX_OUTPUT }
  try {
    const said = await scripts.run(nodeId, { containerId, script: text, user: '0', env: {}, ...limits })
    const { code, output, timedOut } = said
    if (timedOut) return { kind: 'failed', message: `it took longer than ${timeout} seconds` }
    if (code === 0) return { kind: 'done' }
    return { kind: 'failed', message: `it ended with ${code}: ${lastLine(output)}` }
  } catch (thrown) {
    const { code, message } = toBerthError(thrown)
    return { kind: code === 'container.busy' ? 'busy' : 'failed', message }
  }
}

function lastLine(output: string): string {
  return output.trimEnd().split('\n').at(-1) ?? ''
}
