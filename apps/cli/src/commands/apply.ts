import { planChanges } from '@berth/manifest'
import { deploySource } from '../builds/deploy-source.ts'
import { finishDeploy } from '../deploys/finish-deploy.ts'
import { appName } from '../manifest/app-name.ts'
import { describeChanges } from '../manifest/describe-changes.ts'
import { readLiveApp } from '../manifest/live-app.ts'
import { readFolderSettings } from '../manifest/read-folder-settings.ts'
import { printJson, say } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'

export type ApplyOptions = SessionOptions & { readonly source: string; readonly wait?: boolean }

/** Makes an app what the files of a folder say, with the image that it has; one without an image is built. */
export async function apply(asked: string | undefined, options: ApplyOptions): Promise<void> {
  const { source } = options
  const app = appName(asked, source)
  const settings = await readFolderSettings(source)
  const session = await openSession(options)
  const tenant = await session.tenant()
  const live = await readLiveApp(session, { tenant, app })
  // control reads the same files again from what is sent
  if (live === null) return deploySource(session, { app, folder: source, wish: {} }, options)
  const changes = planChanges(settings, live)
  if (changes.length === 0) {
    if (options.json) return printJson({ app, changes })
    return say('nothing to change')
  }
  for (const line of describeChanges(changes)) say(line)
  const defaults = Object.entries(settings.defaults).filter(([name]) => !Object.hasOwn(live.env, name))
  const env = { ...Object.fromEntries(defaults), ...settings.wish.env }
  const wish = { ...settings.wish, env, image: live.image }
  await finishDeploy(session, tenant, await session.api.apps.deploy.mutate({ tenant, app, ...wish }), options)
}
