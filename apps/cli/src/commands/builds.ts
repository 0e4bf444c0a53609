import type { BuildView } from '@berth/protocol'
import { describeFailure } from '../builds/describe-failure.ts'
import { followBuild } from '../builds/follow-build.ts'
import { listenBuild } from '../builds/listen-build.ts'
import { printJson, printResult, say } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'
import { formatTable } from '../terminal/table.ts'
import { sayWhen } from '../terminal/when.ts'
import { withoutControl } from '../terminal/without-control.ts'

export async function listBuilds(app: string | undefined, options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  const builds = await session.api.builds.list.query({
    tenant: await session.tenant(),
    ...(app !== undefined && { app }),
  })
  if (options.json) return printJson(builds)
  printResult(
    formatTable([
      ['BUILD', 'APP', 'STATE', 'FROM', 'RELEASE', 'STEPS', 'TOOK', 'CREATED', 'BY', 'NOTE'],
      ...builds.map((build) => [
        build.id,
        build.app ?? build.repository,
        build.state,
        originOf(build),
        build.release === null ? '' : String(build.release),
        build.ran + build.cached === 0 ? '' : `${build.ran + build.cached} (${build.cached} cached)`,
        durationOf(build),
        sayWhen(build.createdAt),
        build.by,
        build.failure?.message ?? '',
      ]),
    ]),
  )
}

/** All that it printed, on standard output, and what it still prints until it ends. */
export async function buildLogs(id: string, options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  const print = (text: string) => void process.stdout.write(withoutControl(text.replaceAll('\r', '\n')))
  const of = { tenant: await session.tenant(), id }
  const listen = listenBuild(session, of)
  const build = await followBuild({ api: session.api, ...of, print, say, listen })
  if (build.outputLost > 0) say(`${build.outputLost} bytes of output were left out`)
  if (build.failure) for (const line of describeFailure(build.failure)) say(line)
}

export async function cancelBuild(id: string, options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  const build = await session.api.builds.cancel.mutate({ tenant: await session.tenant(), id })
  if (options.json) printJson(build)
  else printResult(`build ${id}: ${build.state}`)
}

function originOf({ origin }: BuildView): string {
  return origin.kind === 'git' ? `${origin.commit.slice(0, 7)} ${origin.branch}` : origin.name
}

function durationOf({ startedAt, endedAt }: BuildView): string {
  if (!startedAt) return ''
  return `${Math.round(((endedAt ?? new Date()).getTime() - startedAt.getTime()) / 1000)} s`
}
