import { BerthError } from '@berth/core'
import { NOTHING_BESIDE, planBeside, planChanges, writeManifest } from '@berth/manifest'
import { appName } from '../manifest/app-name.ts'
import { describeChanges } from '../manifest/describe-changes.ts'
import { readBeside, readLiveApp } from '../manifest/live-app.ts'
import { readFolderSettings } from '../manifest/read-folder-settings.ts'
import { printJson, printResult, say } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'

export type PlanOptions = SessionOptions & {
  readonly source: string
  readonly exitCode?: boolean
  /** the berth.yml of what is live, in place of a plan */
  readonly show?: boolean
}

/** Shows what the files of a folder would change in the app that is live. Exits with 2 for changes, if asked to. */
export async function plan(asked: string | undefined, options: PlanOptions): Promise<void> {
  const { source } = options
  const app = appName(asked, source)
  if (options.show) return showLive(app, options)
  const settings = await readFolderSettings(source)
  const session = await openSession(options)
  const target = { tenant: await session.tenant(), app }
  const live = await readLiveApp(session, target)
  const changes = [...planChanges(settings, live), ...(live?.shared ?? [])]
  const beside = planBeside(
    settings.beside,
    live === null ? NOTHING_BESIDE : await readBeside(session, target),
  )
  const count = changes.length + beside.length
  if (options.exitCode && count > 0) process.exitCode = 2
  const { files } = settings
  if (options.json) return printJson({ app, deployed: live !== null, files, changes, beside })
  say(
    files.length === 0
      ? `${source} has no berth.yml, Procfile or app.json`
      : `${app} with ${files.join(', ')}`,
  )
  for (const line of describeChanges([...changes, ...beside])) printResult(line)
  if (beside.length > 0)
    say(`no part of a release, and done by berth apply alone: ${beside.map(({ name }) => name).join(', ')}`)
  if (live === null) return say(`${app} is not deployed yet: berth apply ${app} --source ${source} builds it`)
  if (count === 0) return say('nothing to change')
  say(`berth apply ${app} makes these changes now; the next push or deploy of this source makes them, too`)
}

/** Values of the environment are in it, secrets are not. */
async function showLive(app: string, options: PlanOptions): Promise<void> {
  const session = await openSession(options)
  const target = { tenant: await session.tenant(), app }
  const live = await readLiveApp(session, target)
  if (live === null)
    throw new BerthError('app.not_found', `there is no app ${app}, or nothing of it was deployed`)
  process.stdout.write(writeManifest(live, await readBeside(session, target)))
}
