import { BerthError } from '@berth/core'
import { parseMoment } from '../arguments/moment.ts'
import { readLogs } from '../live/logs.ts'
import { printJson } from '../output.ts'
import { openSession, type Session, type SessionOptions } from '../session/session.ts'

export type LogsOptions = SessionOptions & {
  readonly follow?: boolean
  readonly tail?: number
  readonly since?: string
  readonly process?: string
  readonly release?: number
}

/** With `--json` one object a line, as they come. */
export async function logs(app: string, options: LogsOptions): Promise<void> {
  const { tail, process: name, release } = options
  const since = options.since === undefined ? undefined : parseMoment(options.since)
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
  }
  await readLogs(session, request, (line) => {
    if (options.json) return printJson(line)
    const target = line.stream === 'stderr' || line.stream === 'system' ? process.stderr : process.stdout
    target.write(line.text.endsWith('\n') ? line.text : `${line.text}\n`)
  })
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
