import { setTimeout as delay } from 'node:timers/promises'
import { BerthError } from '@berth/core'
import type { JobView } from '@berth/protocol'
import { parseTimeLimit } from '../arguments/duration.ts'
import { UsageError } from '../arguments/usage-error.ts'
import { isOver, sayJobEnd } from '../jobs/describe-job.ts'
import { runTerminal } from '../live/terminal.ts'
import { messageOf, printJson, printResult, say } from '../output.ts'
import { openSession, type Session, type SessionOptions } from '../session/session.ts'

export type RunOptions = SessionOptions & {
  readonly interactive?: boolean
  readonly tty?: boolean
  readonly detach?: boolean
  readonly process?: string
  readonly release?: number
  readonly timeout?: string
}

type JobOf = { readonly tenant: string; readonly app: string; readonly id: string }

const LOOK_MS = 300
/** Until its end is written down, after its program has ended here. */
const SETTLE_LOOKS = 40

/** Exits with the command's own code; detached, shows the job's id. */
export async function run(app: string, command: readonly string[], options: RunOptions): Promise<void> {
  refuseInVain(app, command, options)
  const { detach, tty = false, interactive = false, process: name, release } = options
  const timeoutMs = options.timeout === undefined ? undefined : parseTimeLimit('--timeout', options.timeout)
  const session = await openSession(options)
  const tenant = await session.tenant()
  const job = await session.api.jobs.run.mutate({
    ...{ tenant, app, command: [...command] },
    ...(name !== undefined && { process: name }),
    ...(release !== undefined && { release }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(!detach && { attended: tty ? ('terminal' as const) : ('stream' as const) }),
  })
  if (detach) return options.json ? printJson(job) : printResult(job.id)
  process.exitCode = await attend(session, { tenant, app, id: job.id }, { tty, stdin: interactive })
}

async function attend(
  session: Session,
  target: JobOf,
  how: { readonly tty: boolean; readonly stdin: boolean },
): Promise<number> {
  const cancel = () => {
    session.api.jobs.cancel.mutate(target).catch((error: unknown) => say(messageOf(error)))
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, cancel)
  try {
    const begun = await untilItRuns(session, target)
    if (begun.containerId === null || isOver(begun)) {
      say(sayJobEnd(begun))
      return begun.code ?? 1
    }
    const { tenant, app } = target
    const { containerId } = begun
    const code = await runTerminal(session, { tenant, app, containerId, execId: containerId, ...how })
    const ended = await untilItEnded(session, target)
    if (ended.cause !== null || ended.end?.kind === 'oom') say(sayJobEnd(ended))
    return code
  } finally {
    for (const signal of signals) process.off(signal, cancel)
  }
}

/** Its output waits for us, so that nothing of a short one is missed. */
async function untilItRuns(session: Session, target: JobOf): Promise<JobView> {
  for (;;) {
    const job = await session.api.jobs.get.query(target)
    if (job.state !== 'queued') return job
    await delay(LOOK_MS)
  }
}

async function untilItEnded(session: Session, target: JobOf): Promise<JobView> {
  let job = await session.api.jobs.get.query(target)
  for (let look = 0; look < SETTLE_LOOKS && !isOver(job); look++) {
    await delay(LOOK_MS)
    job = await session.api.jobs.get.query(target)
  }
  return job
}

function refuseInVain(app: string, command: readonly string[], options: RunOptions): void {
  if (command.length === 0) {
    throw new UsageError(
      `run needs a command, as in berth run ${app} -- ls -l; for a shell: berth run ${app} -it -- sh`,
    )
  }
  if (options.detach && (options.interactive || options.tty)) {
    throw new UsageError('what is detached has nobody at its terminal: leave -i and -t out, or --detach')
  }
  if (!options.interactive || !options.tty || process.stdin.isTTY) return
  throw new BerthError(
    'input.invalid',
    'the input is no terminal: leave -t out to pass it on, or run this in a terminal',
  )
}
