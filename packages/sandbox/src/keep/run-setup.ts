import { toBerthError } from '@berth/core'
import type { Db } from '@berth/db'
import { tell } from '../events/tell.ts'
import type { Scripts } from '../ports.ts'
import type { SetUp } from './look.ts'
import { readyData } from './write-steps.ts'

const MAX_OUTPUT = 4096

/** Runs the script that makes a sandbox ready. When its node is away, the keeper tries again. */
export async function runSetup(
  { db, scripts }: { readonly db: Db; readonly scripts: Scripts },
  { row, version }: SetUp,
  now: () => Date,
): Promise<void> {
  const script = version.spec.scripts.setup
  const container = row.containers.find(
    ({ process, attempt }) => process === script?.container && attempt === row.attempt,
  )
  if (!script || !container) return
  const failure = await failureOf(scripts, container, script)
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
  })
}

/** Undefined when it succeeded. */
async function failureOf(
  scripts: Scripts,
  { id: containerId, nodeId }: { readonly id: string; readonly nodeId: string },
  { text, timeout }: { readonly text: string; readonly timeout: number },
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
