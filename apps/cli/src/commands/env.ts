import { UsageError } from '../arguments/usage-error.ts'
import { finishDeploy } from '../deploys/finish-deploy.ts'
import { type EnvAsked, readEnvWords } from '../env/read-env-words.ts'
import { projectEnv } from '../env/project-env.ts'
import { printJson, printResult, say } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'

type Options = SessionOptions & {
  readonly wait?: boolean
  readonly project?: string
  readonly apply?: boolean
}

/** `env APP`, `env APP set KEY=VALUE…`, `env APP unset KEY…`; the same of a project with `--project P` in place of APP. */
export async function env(
  app: string | undefined,
  words: readonly string[],
  options: Options,
): Promise<void> {
  const { project } = options
  if (project !== undefined) {
    const all = app === undefined ? [] : [app, ...words]
    return await projectEnv(project, readEnvWords(`--project ${project}`, all), options)
  }
  if (app === undefined) throw new UsageError('name an app, or --project')
  if (options.apply)
    throw new UsageError('--apply goes with --project: a change of an app is always deployed')
  const asked = readEnvWords(app, words)
  return asked.kind === 'list' ? await list(app, options) : await change(app, asked, options)
}

async function list(app: string, options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  const ask = { tenant: await session.tenant(), app }
  const { env: values } = await session.api.apps.env.query(ask)
  if (options.json) return printJson(values)
  for (const [name, value] of Object.entries(values)) printResult(`${name}=${value}`)
  const { project, sharedEnvNames } = await session.api.apps.get.query(ask)
  if (sharedEnvNames.length > 0) say(`and of project ${project}: ${sharedEnvNames.join(' ')}`)
}

async function change(
  app: string,
  { set, unset }: Extract<EnvAsked, { kind: 'change' }>,
  options: Options,
): Promise<void> {
  const session = await openSession(options)
  const tenant = await session.tenant()
  const started = await session.api.apps.setEnv.mutate({ tenant, app, set, unset: [...unset] })
  await finishDeploy(session, tenant, started, options)
}
