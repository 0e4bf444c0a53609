import type { SecretChangeView, SecretKind } from '@berth/protocol'
import { UsageError } from '../arguments/usage-error.ts'
import { finishDeploy } from '../deploys/finish-deploy.ts'
import { printJson, printResult } from '../output.ts'
import { readValue } from '../secrets/read-value.ts'
import { openSession, type Session, type SessionOptions } from '../session/session.ts'
import { formatTable } from '../terminal/table.ts'
import { sayWhen } from '../terminal/when.ts'

type Options = SessionOptions & {
  readonly wait?: boolean
  readonly file?: string
  readonly asFile?: boolean
  readonly asEnv?: boolean
}

/** `secrets APP`, `secrets APP set NAME`, `secrets APP unset NAME…`. */
export async function secrets(app: string, words: readonly string[], options: Options): Promise<void> {
  const [verb = 'list', ...names] = words
  const [name] = names
  if (verb === 'list' && names.length === 0) return await list(app, options)
  if (verb === 'set' && name !== undefined && names.length === 1) return await set(app, name, options)
  if (verb === 'unset' && names.length > 0) return await unset(app, names, options)
  throw new UsageError(`berth secrets ${app} [set NAME [--file F] [--as-file] | unset NAME… | list]`)
}

async function list(app: string, options: Options): Promise<void> {
  const session = await openSession(options)
  const found = await session.api.secrets.list.query({ tenant: await session.tenant(), app })
  if (options.json) return printJson(found)
  const rows = found.map(({ name, as, version, versions }) => {
    const present = versions.find(({ number }) => number === version)
    const set = present ? [sayWhen(present.at), present.by] : ['-', '-']
    return [name, as === 'file' ? `/run/secrets/${name}` : 'variable', String(version), ...set]
  })
  printResult(formatTable([['NAME', 'GIVEN AS', 'VERSION', 'SET', 'BY'], ...rows]))
}

async function set(app: string, word: string, options: Options): Promise<void> {
  if (options.asFile && options.asEnv) throw new UsageError('say --as-file or --as-env, not both')
  const as: SecretKind | undefined = options.asFile ? 'file' : options.asEnv ? 'env' : undefined
  const { name, value } = await readValue(word, options.file)
  const session = await openSession(options)
  const tenant = await session.tenant()
  const wish = { value, ...(as && { as }) }
  const changed = await session.api.secrets.change.mutate({ tenant, app, set: { [name]: wish } })
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
