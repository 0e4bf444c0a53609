import { setTimeout as sleep } from 'node:timers/promises'
import { BerthError } from '@berth/core'
import type { SandboxView } from '@berth/protocol'
import { printJson, printResult, say } from '../output.ts'
import { openSession, type Session, type SessionOptions } from '../session/session.ts'
import { formatTable } from '../terminal/table.ts'

type TryOptions = SessionOptions & { readonly solve?: boolean; readonly end?: boolean }

const LOOK_MS = 1_000

/** `berth labs try NAME [--solve] [--end]`: as a student would have it, by its author alone. */
export async function tryLab(name: string, options: TryOptions): Promise<void> {
  const session = await openSession(options)
  const { id: sandbox } = await session.api.sandboxes.trial.mutate({
    tenant: await session.tenant(),
    lab: name,
  })
  try {
    const { checks } = await running(session, sandbox)
    if (!options.json) say(`${name} runs: ${session.url}/s/${sandbox}`)
    const results = options.solve ? await solve(session, sandbox, checks) : []
    if (options.json) printJson({ sandbox, url: `${session.url}/s/${sandbox}`, checks: results })
    else if (options.solve) tell(results)
    if (results.some(({ passed }) => !passed)) process.exitCode = 1
  } finally {
    if (options.end) await session.api.sandboxes.end.mutate({ sandbox })
  }
}

/** Error: sandbox.not_ready, where it could not start. */
async function running({ api }: Session, sandbox: string): Promise<SandboxView> {
  for (;;) {
    const view = await api.sandboxes.get.query({ sandbox })
    if (view.state === 'running') return view
    if (view.state === 'failed' || view.state === 'ended') {
      throw new BerthError(
        'sandbox.not_ready',
        `the lab is ${view.state}: ${view.reasonText ?? view.trouble ?? '?'}`,
      )
    }
    await sleep(LOOK_MS)
  }
}

/** Error: input.invalid, for a lab without a solution. */
async function solve(
  { api }: Session,
  sandbox: string,
  checks: SandboxView['checks'],
): Promise<{ name: string; passed: boolean; message: string }[]> {
  const { code, output, timedOut } = await api.sandboxes.runScript.mutate({ sandbox, name: 'solve' })
  if (output !== '') say(output.trimEnd())
  if (code !== 0) say(timedOut ? 'the solution took too long' : `the solution ended with ${code}`)
  const results = []
  for (const { name } of checks) {
    const { passed, message } = await api.sandboxes.check.mutate({ sandbox, name })
    results.push({ name, passed, message })
  }
  return [{ name: 'solve', passed: code === 0, message: '' }, ...results]
}

function tell(results: readonly { name: string; passed: boolean; message: string }[]): void {
  printResult(
    formatTable([
      ['CHECK', 'PASSED', 'MESSAGE'],
      ...results.map(({ name, passed, message }) => [name, passed ? 'yes' : 'no', message || '-']),
    ]),
  )
}
