import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { BerthError } from '@berth/core'
import { parseMoment } from '../arguments/moment.ts'
import { UsageError } from '../arguments/usage-error.ts'
import { type LogRequest, readLogs } from '../live/logs.ts'
import { printJson, say } from '../output.ts'
import { openSession, type Session, type SessionOptions } from '../session/session.ts'

export type LogsOptions = SessionOptions & {
  readonly follow?: boolean
  readonly tail?: number
  readonly since?: string
  readonly until?: string
  readonly grep?: string
  readonly instance?: number
  readonly download?: string
  readonly process?: string
  readonly release?: number
}

/** With `--json` one object a line, as they come. */
export async function logs(app: string, options: LogsOptions): Promise<void> {
  const { tail, process: name, release, instance, grep } = options
  const since = options.since === undefined ? undefined : parseMoment(options.since)
  const until = options.until === undefined ? undefined : parseMoment(options.until)
  if (until !== undefined && options.follow) throw new UsageError('--until has an end, and --follow has none')
  const session = await openSession(options)
  const tenant = await session.tenant()
  if (name !== undefined) await checkProcess(session, { tenant, app, name })
  const request = {
    tenant,
    app,
    follow: options.follow ?? false,
    ...(tail !== undefined && { tail }),
    ...(since !== undefined && { since }),
    ...(name !== undefined && { process: name }),
    ...(release !== undefined && { release }),
    ...(until !== undefined && { until }),
    ...(grep !== undefined && { grep }),
    ...(instance !== undefined && { instance }),
    // whoever names a time means what was then, whatever became of it
    ...((since ?? until ?? grep ?? options.download) !== undefined && { history: true }),
  }
  if (options.download !== undefined) return download(session, request, options.download)
  await readLogs(session, request, (line) => {
    if (options.json) return printJson(line)
    const target = line.stream === 'stderr' || line.stream === 'system' ? process.stderr : process.stdout
    target.write(line.text.endsWith('\n') ? line.text : `${line.text}\n`)
  })
}

/** With the time of each line, which a file is read for later. */
async function download(session: Session, request: LogRequest, path: string): Promise<void> {
  const file = createWriteStream(path, { mode: 0o600 })
  await once(file, 'open')
  let lines = 0
  await readLogs(session, request, ({ at, text }) => {
    lines++
    file.write(`${at} ${text.replace(/\n$/, '')}\n`)
  })
  file.end()
  await finished(file)
  say(`${lines} lines in ${path}`)
}

/** Without it, a process that there is not would be silent. Error: input.invalid, with those that there are. */
async function checkProcess(
  session: Session,
  { tenant, app, name }: { readonly tenant: string; readonly app: string; readonly name: string },
): Promise<void> {
  const releases = await session.api.releases.list.query({ tenant, app })
  const names = new Set(releases.flatMap(({ processes }) => Object.keys(processes)))
  if (names.has(name)) return
  const has = names.size === 0 ? 'it was never deployed' : `it has ${[...names].join(', ')}`
  throw new BerthError('input.invalid', `there is no process "${name}" in ${app}: ${has}`)
}
