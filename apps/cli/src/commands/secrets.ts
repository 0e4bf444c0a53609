import type { SecretChangeView } from '@berth/protocol'
import { UsageError } from '../arguments/usage-error.ts'
import { finishDeploy } from '../deploys/finish-deploy.ts'
import { printJson, printResult, say } from '../output.ts'
import { projectSecrets } from '../secrets/project-secrets.ts'
import { readSecret, type SecretFlags } from '../secrets/read-secret.ts'
import { showSecrets } from '../secrets/show-secrets.ts'
import { openSession, type Session, type SessionOptions } from '../session/session.ts'

type Options = SessionOptions &
  SecretFlags & {
    readonly wait?: boolean
    readonly project?: string
    readonly apply?: boolean
  }

/** `secrets APP`, `secrets APP set NAME`, `secrets APP unset NAME…`; the same of a project with `--project P` for APP. */
export async function secrets(
  app: string | undefined,
  words: readonly string[],
  options: Options,
): Promise<void> {
  const { project } = options
  if (project !== undefined) {
    return await projectSecrets(project, app === undefined ? [] : [app, ...words], options)
  }
  if (app === undefined) throw new UsageError('name an app, or --project')
  if (options.apply)
    throw new UsageError('--apply goes with --project: a change of an app is always deployed')
  const [verb = 'list', ...names] = words
  const [name] = names
  if (verb === 'list' && names.length === 0) return await list(app, options)
  if (verb === 'set' && name !== undefined && names.length === 1) return await set(app, name, options)
  if (verb === 'unset' && names.length > 0) return await unset(app, names, options)
  throw new UsageError(`berth secrets ${app} [set NAME [--file F] [--as-file] | unset NAME… | list]`)
}

async function list(app: string, options: Options): Promise<void> {
  const session = await openSession(options)
  const ask = { tenant: await session.tenant(), app }
  showSecrets(await session.api.secrets.list.query(ask), options)
  if (!options.json) await sayShared(session, ask)
}

/** What its release has of its project, which is listed there. */
async function sayShared({ api }: Session, ask: { tenant: string; app: string }): Promise<void> {
  const current = (await api.releases.list.query(ask)).find((release) => release.current)
  const names = current?.sharedSecretNames ?? []
  if (names.length === 0) return
  const { project } = await api.apps.get.query(ask)
  say(`and of project ${project}: ${names.join(' ')} (berth secrets --project ${project})`)
}

async function set(app: string, word: string, options: Options): Promise<void> {
  const set = await readSecret(word, options)
  const session = await openSession(options)
  const tenant = await session.tenant()
  const changed = await session.api.secrets.change.mutate({ tenant, app, set })
  await finish(session, { tenant, app, changed, options })
}

async function unset(app: string, names: readonly string[], options: Options): Promise<void> {
  const session = await openSession(options)
  const tenant = await session.tenant()
  const changed = await session.api.secrets.change.mutate({ tenant, app, unset: [...names] })
  await finish(session, { tenant, app, changed, options })
}

async function finish(
  session: Session,
  done: { tenant: string; app: string; changed: SecretChangeView; options: Options },
): Promise<void> {
  const { tenant, app, changed, options } = done
  if (changed.deploy) return finishDeploy(session, tenant, changed.deploy, options)
  if (options.json) printJson({ app, release: null })
  else printResult(`${app} has no release yet: its first one has it`)
}
