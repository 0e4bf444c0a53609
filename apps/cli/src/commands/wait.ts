import { describeEnd } from '@berth/core'
import type { InstanceView } from '@berth/protocol'
import { UsageError } from '../arguments/usage-error.ts'
import { printJson, printResult, say } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'
import { exitCodeOf } from '../terminal/exit-code.ts'
import { formatTable } from '../terminal/table.ts'
import { timeLimit } from '../waiting/time-limit.ts'
import { waitForEnds } from '../waiting/wait-for-ends.ts'
import { waitUntilRunning } from '../waiting/wait-until-running.ts'

export type WaitOptions = SessionOptions & { readonly for?: string; readonly timeout?: string }

/** Exits with the code of the program that ended, the first that is not 0; 124 when `--timeout` passed before. */
export async function wait(app: string, options: WaitOptions): Promise<void> {
  const condition = parseCondition(options.for ?? 'ended')
  const signal = timeLimit(options.timeout, condition === 'running' ? `${app} running` : `the end of ${app}`)
  const session = await openSession(options)
  const target = { tenant: await session.tenant(), app }
  if (condition === 'running') {
    const { name, state, url, release } = await waitUntilRunning(session, target, { signal, say })
    return options.json ? printJson({ name, state, url, release }) : say(`${name} is ${state}`)
  }
  const ends = (await waitForEnds(session, target, { condition, signal, say })).map(endOf)
  process.exitCode = ends.map(({ code }) => code).find((code) => code !== 0) ?? 0
  const rows = ends.map(({ id, exitCode, reason }) => ({ id, exitCode, reason }))
  if (options.json) return printJson(rows)
  printResult(
    formatTable([
      ['ID', 'EXIT CODE', 'REASON'],
      ...rows.map(({ id, exitCode, reason }) => [id, String(exitCode ?? '-'), reason ?? '-']),
    ]),
  )
}

const CONDITIONS = ['ended', 'exit', 'running'] as const

function parseCondition(text: string): (typeof CONDITIONS)[number] {
  const condition = CONDITIONS.find((known) => known === text)
  if (condition) return condition
  throw new UsageError(`--for ${text}: choose of ${CONDITIONS.join(', ')}`)
}

/** A stop that was asked for and done in time is no failure; an end without any program is one. */
function endOf({ id, lastEnd }: InstanceView) {
  const exitCode = lastEnd && exitCodeOf(lastEnd)
  const code = exitCode ?? (lastEnd === null || lastEnd.kind === 'stopped' ? 0 : 1)
  return { id, code, exitCode, reason: lastEnd && describeEnd(lastEnd) }
}
