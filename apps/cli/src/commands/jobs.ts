import type { JobView, KeptLine } from '@berth/protocol'
import { quoteWords } from '../apps/quote-words.ts'
import { UsageError } from '../arguments/usage-error.ts'
import { sayJobEnd } from '../jobs/describe-job.ts'
import { readLogs } from '../live/logs.ts'
import { printJson, printResult, say } from '../output.ts'
import { openSession, type Session, type SessionOptions } from '../session/session.ts'
import { formatTable } from '../terminal/table.ts'
import { sayWhen } from '../terminal/when.ts'

export type JobsOptions = SessionOptions & { readonly follow?: boolean; readonly cron?: string }

type AppOf = { readonly tenant: string; readonly app: string }

/** `berth jobs APP [list | logs ID | cancel ID]` */
export async function jobs(app: string, words: readonly string[], options: JobsOptions): Promise<void> {
  const [action = 'list', id, ...more] = words
  const isKnown =
    action === 'list' ? id === undefined : ['logs', 'cancel'].includes(action) && id !== undefined
  if (!isKnown || more.length > 0) {
    throw new UsageError(`write berth jobs ${app}, berth jobs ${app} logs ID or berth jobs ${app} cancel ID`)
  }
  const session = await openSession(options)
  const target = { tenant: await session.tenant(), app }
  if (id === undefined) return listJobs(session, target, options)
  if (action === 'logs') return showLog(session, { ...target, id }, options)
  const job = await session.api.jobs.cancel.mutate({ ...target, id })
  if (options.json) return printJson(job)
  say(`${id} is to end`)
}

async function listJobs(session: Session, target: AppOf, options: JobsOptions): Promise<void> {
  const { cron } = options
  const list = await session.api.jobs.list.query({ ...target, ...(cron !== undefined && { cron }) })
  if (options.json) return printJson(list)
  printResult(
    formatTable([
      ['ID', 'WHAT', 'COMMAND', 'STATE', 'RELEASE', 'BEGAN', 'BY'],
      ...list.map((job) => [
        job.id,
        job.cron === null ? job.kind : `${job.kind} ${job.cron}`,
        job.command === null ? '-' : quoteWords(job.command),
        stateOf(job),
        String(job.release),
        sayWhen(job.startedAt ?? job.createdAt),
        job.by,
      ]),
    ]),
  )
}

function stateOf({ state, reason }: JobView): string {
  return reason === null ? state : `${state}: ${reason}`
}

/** While its container is there, that is asked; afterwards what was kept. */
async function showLog(
  session: Session,
  target: AppOf & { readonly id: string },
  options: JobsOptions,
): Promise<void> {
  const print = (line: KeptLine) => {
    if (options.json) return printJson(line)
    const to = line.stream === 'stderr' || line.stream === 'system' ? process.stderr : process.stdout
    to.write(line.text.endsWith('\n') ? line.text : `${line.text}\n`)
  }
  const { tenant, app } = target
  const job = await session.api.jobs.get.query(target)
  if (job.log === 'live' && job.containerId !== null) {
    const follow = options.follow ?? false
    return readLogs(session, { tenant, app, containerId: job.containerId, follow }, print)
  }
  const { lines } = await session.api.jobs.log.query(target)
  for (const line of lines) print(line)
  if (job.log === 'gone') say(`${sayJobEnd(job)}; its log is gone with its node`)
}
