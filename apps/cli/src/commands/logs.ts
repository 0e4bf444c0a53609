import { parseMoment } from '../arguments/moment.ts'
import { readLogs } from '../live/logs.ts'
import { printJson } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'

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
  const request = {
    tenant: await session.tenant(),
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
