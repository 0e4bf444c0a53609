import { UsageError } from '../arguments/usage-error.ts'
import { finishShared } from '../env/finish-shared.ts'
import { openSession, type SessionOptions } from '../session/session.ts'
import { readSecret, type SecretFlags } from './read-secret.ts'
import { showSecrets } from './show-secrets.ts'

type Options = SessionOptions & SecretFlags & { readonly wait?: boolean; readonly apply?: boolean }

/** `secrets --project P [set NAME | unset NAME…] [--apply]`: `--apply` alone deploys what was changed before. */
export async function projectSecrets(
  project: string,
  words: readonly string[],
  options: Options,
): Promise<void> {
  const [verb = 'list', name, ...rest] = words
  const { apply } = options
  if (verb === 'list' && name === undefined) return await list(project, options)
  if (name === undefined || (verb !== 'unset' && (verb !== 'set' || rest.length > 0))) {
    throw new UsageError(
      `berth secrets --project ${project} [set NAME [--file F] [--as-file] | unset NAME… | list] [--apply]`,
    )
  }
  const change = verb === 'set' ? { set: await readSecret(name, options) } : { unset: [name, ...rest] }
  const session = await openSession(options)
  const tenant = await session.tenant()
  const done = await session.api.projects.changeSecrets.mutate({ tenant, project, ...change, apply })
  await finishShared(session, tenant, done, options)
}

async function list(project: string, options: Options): Promise<void> {
  const session = await openSession(options)
  const ask = { tenant: await session.tenant(), project }
  if (options.apply) {
    return finishShared(session, ask.tenant, await session.api.projects.applyEnv.mutate(ask), options)
  }
  showSecrets(await session.api.projects.secrets.query(ask), options)
}
