import { CONCURRENCIES } from '@berth/core'
import type { CronView, DeployView } from '@berth/protocol'
import { quoteWords } from '../apps/quote-words.ts'
import { parseTimeLimit } from '../arguments/duration.ts'
import { UsageError } from '../arguments/usage-error.ts'
import { finishDeploy } from '../deploys/finish-deploy.ts'
import { printJson, printResult, say } from '../output.ts'
import { openSession, type Session, type SessionOptions } from '../session/session.ts'
import { formatTable } from '../terminal/table.ts'
import { sayWhen } from '../terminal/when.ts'

export type CronOptions = SessionOptions & {
  readonly schedule?: string
  readonly timezone: string
  readonly concurrency: string
  readonly deadline: string
  readonly wait?: boolean
}

type AppOf = { readonly tenant: string; readonly app: string }

/** `berth cron APP [list | add NAME … | remove NAME | run-now NAME | pause NAME | resume NAME]` */
export async function cron(app: string, words: readonly string[], options: CronOptions): Promise<void> {
  const [action = 'list', name, ...command] = words
  if (action === 'list' && name === undefined) return list(app, options)
  if (name === undefined) throw usage(app)
  if (action === 'add') return add(app, { name, command }, options)
  if (command.length > 0) throw usage(app)
  switch (action) {
    case 'remove':
      return change(app, options, (session, of) => session.api.jobs.setCron.mutate({ ...of, remove: [name] }))
    case 'run-now':
      return runNow(app, name, options)
    case 'pause':
    case 'resume':
      return pause(app, name, { ...options, paused: action === 'pause' })
    default:
      throw usage(app)
  }
}

async function list(app: string, options: CronOptions): Promise<void> {
  const session = await openSession(options)
  const entries = await session.api.jobs.cron.query({ tenant: await session.tenant(), app })
  if (options.json) return printJson(entries)
  printResult(
    formatTable([
      ['NAME', 'SCHEDULE', 'TIMEZONE', 'COMMAND', 'WHILE ONE RUNS', 'NEXT', 'LAST'],
      ...entries.map((entry) => [
        entry.name,
        entry.schedule,
        entry.timezone,
        quoteWords(entry.command),
        entry.concurrency,
        nextOf(entry),
        entry.last ? `${entry.last.state} ${sayWhen(entry.last.createdAt)}` : 'never',
      ]),
    ]),
  )
}

function nextOf({ pausedBy, next: [first] }: CronView): string {
  if (pausedBy !== null) return `paused by ${pausedBy}`
  return first ? first.toISOString().replace('T', ' ').slice(0, 16) : '-'
}

async function add(
  app: string,
  { name, command }: { readonly name: string; readonly command: readonly string[] },
  options: CronOptions,
): Promise<void> {
  const { schedule, timezone } = options
  const concurrency = CONCURRENCIES.find((way) => way === options.concurrency)
  if (schedule === undefined || command.length === 0) throw usage(app)
  if (!concurrency) throw new UsageError(`--concurrency is one of ${CONCURRENCIES.join(', ')}`)
  const deadlineMs = parseTimeLimit('--deadline', options.deadline)
  const entry = { name, schedule, timezone, command: [...command], concurrency, deadlineMs }
  await change(app, options, (session, of) => session.api.jobs.setCron.mutate({ ...of, set: [entry] }))
}

async function change(
  app: string,
  options: CronOptions,
  ask: (session: Session, of: AppOf) => Promise<DeployView>,
): Promise<void> {
  const session = await openSession(options)
  const tenant = await session.tenant()
  await finishDeploy(session, tenant, await ask(session, { tenant, app }), options)
}

async function runNow(app: string, name: string, options: CronOptions): Promise<void> {
  const session = await openSession(options)
  const job = await session.api.jobs.runCron.mutate({ tenant: await session.tenant(), app, name })
  if (options.json) return printJson(job)
  printResult(job.id)
}

async function pause(
  app: string,
  name: string,
  options: CronOptions & { readonly paused: boolean },
): Promise<void> {
  const { paused } = options
  const session = await openSession(options)
  const tenant = await session.tenant()
  const entries = await session.api.jobs.pauseCron.mutate({ tenant, app, name, paused })
  if (options.json) return printJson(entries.find((entry) => entry.name === name))
  say(paused ? `${name} of ${app} is paused: it is not due any more` : `${name} of ${app} goes on`)
}

function usage(app: string): UsageError {
  return new UsageError(
    `write berth cron ${app}, or cron ${app} add NAME --schedule '0 3 * * *' -- CMD…, or remove, run-now, pause or resume NAME`,
  )
}
