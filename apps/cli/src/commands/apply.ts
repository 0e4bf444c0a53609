import { NOTHING_BESIDE, planBeside, planChanges } from '@berth/manifest'
import { deploySource } from '../builds/deploy-source.ts'
import { finishDeploy } from '../deploys/finish-deploy.ts'
import { appName } from '../manifest/app-name.ts'
import { applyBeside } from '../manifest/apply-beside.ts'
import { describeChanges } from '../manifest/describe-changes.ts'
import { readBeside, readLiveApp } from '../manifest/live-app.ts'
import { readFolderSettings } from '../manifest/read-folder-settings.ts'
import { printJson, printResult, say } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'

export type ApplyOptions = SessionOptions & { readonly source: string; readonly wait?: boolean }

/**
 * Makes an app what the files of a folder say, with the image that it has; one without an image is built. What is no
 * part of a release comes first: it holds at once.
 */
export async function apply(asked: string | undefined, options: ApplyOptions): Promise<void> {
  const { source } = options
  const app = appName(asked, source)
  const settings = await readFolderSettings(source)
  const session = await openSession(options)
  const target = { tenant: await session.tenant(), app }
  const live = await readLiveApp(session, target)
  if (live === null) {
    // control reads the same files again from what is sent
    await deploySource(session, { app, folder: source, wish: {} }, options)
    return applyBeside(session, target, { wanted: settings.beside, live: NOTHING_BESIDE })
  }
  const beside = await readBeside(session, target)
  const changes = [...planChanges(settings, live), ...live.shared]
  const besides = planBeside(settings.beside, beside)
  if (changes.length + besides.length === 0) {
    if (options.json) return printJson({ app, changes, beside: besides })
    return say('nothing to change')
  }
  for (const line of describeChanges([...changes, ...besides])) say(line)
  await applyBeside(session, target, { wanted: settings.beside, live: beside })
  if (changes.length === 0) {
    if (options.json) return printJson({ app, changes, beside: besides })
    return printResult(`${app}: changed, without a release`)
  }
  const defaults = Object.entries(settings.defaults).filter(([name]) => !Object.hasOwn(live.env, name))
  const env = { ...Object.fromEntries(defaults), ...settings.wish.env }
  const wish = { ...settings.wish, env, image: live.image }
  const started = await session.api.apps.deploy.mutate({ ...target, ...wish })
  await finishDeploy(session, target.tenant, started, options)
}
