import { printJson, printResult, say } from '../output.ts'
import { finishDeploy } from '../deploys/finish-deploy.ts'
import type { Session } from '../session/session.ts'
import { type BuildFlags, recipeOf } from './build-flags.ts'
import { sendFolder } from './send-folder.ts'
import { readSshKeys } from './ssh-keys.ts'
import { sayEnd, watchBuild } from './watch-build.ts'

type Wish = NonNullable<Parameters<Session['api']['builds']['start']['mutate']>[0]['wish']>

const LOOK_MS = 200

/** Sends a folder, has it built, and deploys what comes of it. */
export async function deploySource(
  session: Session,
  ask: {
    readonly app: string
    readonly folder: string
    readonly project?: string | undefined
    readonly env?: Readonly<Record<string, string>> | undefined
    readonly wish: Wish
  },
  options: BuildFlags & { readonly wait?: boolean; readonly json?: boolean },
): Promise<void> {
  const { api } = session
  const { app, project, env, wish } = ask
  const recipe = recipeOf(options)
  const keys = await readSshKeys(options.ssh)
  const tenant = await session.tenant()
  const sent = await sendFolder(ask.folder, options, () => api.builds.upload.mutate({ tenant, app }))
  const more = { ...(project !== undefined && { project }), ...(env && { env: { ...env } }), ...keys }
  const { id, state } = await api.builds.start.mutate({ tenant, app, recipe, wish, ...more, ...sent })
  await followToDeploy(session, { tenant, app, id, state }, options)
}

/** What follows when a build has begun: with `--wait` it is watched until what comes of it serves. */
export async function followToDeploy(
  session: Session,
  build: { readonly tenant: string; readonly app: string; readonly id: string; readonly state: string },
  options: { readonly wait?: boolean; readonly json?: boolean },
): Promise<void> {
  const { api } = session
  const { tenant, app, id, state } = build
  if (!options.wait) {
    if (options.json) printJson({ app, build: id, release: null, state, url: null })
    else printResult(`build ${id} of ${app}: ${state}`)
    return say(`see what it prints: berth builds logs ${id}`)
  }
  const watched = await watchBuild(session, { tenant, app, id })
  const deployId = watched.state === 'succeeded' ? await awaitDeploy(session, { tenant, app, id }) : null
  if (deployId === null) {
    const ended = await api.builds.get.query({ tenant, app, id })
    const reason = ended.failure?.message
    if (options.json) printJson({ app, build: id, release: null, state: ended.state, url: null, reason })
    return sayEnd(ended)
  }
  const deploy = await api.deploys.get.query({ tenant, app, id: deployId })
  await finishDeploy(session, tenant, deploy, options)
}

/** Null when what was built could not be deployed: then the build says why. */
async function awaitDeploy(
  { api }: Session,
  ask: { tenant: string; app: string; id: string },
): Promise<string | null> {
  for (;;) {
    const { state, deployId } = await api.builds.get.query(ask)
    if (deployId !== null || state !== 'succeeded') return deployId
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}
