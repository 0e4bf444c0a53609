import type { Release, Tx } from '@berth/db'
import type { ContainerSecrets } from '@berth/protocol'
import type { SecretBox } from '../ports.ts'
import { environmentOf, secretsOf } from '../projects/environment-of.ts'
import { releaseEnvironment } from '../projects/release-environment.ts'
import { secretNotFound, type SecretRefs } from './secret-refs.ts'

/** A release's environment and secrets, opened: for the nodes that run it, and to hide them in what it prints. */
export type OpenedRelease = {
  readonly env: Readonly<Record<string, string>>
  readonly secrets: ContainerSecrets
  /** all of them, to be masked */
  readonly values: readonly string[]
}

/** Errors: vault.decrypt_failed; secret.not_found, for a version that is gone. */
export async function openRelease(
  deps: { readonly tx: Pick<Tx, 'secretVersion'>; readonly secrets: SecretBox },
  tenantId: string,
  release: Release,
): Promise<OpenedRelease> {
  const environment = releaseEnvironment(release)
  const refs = secretsOf(environment)
  const [env, values] = await Promise.all([
    deps.secrets.open(tenantId, environmentOf(environment)),
    openSecrets(deps, tenantId, refs),
  ])
  const ofKind = (kind: 'env' | 'file') =>
    Object.fromEntries(Object.entries(values).filter(([name]) => refs[name]?.as === kind))
  return {
    env,
    secrets: { env: ofKind('env'), files: ofKind('file') },
    values: [...Object.values(env), ...Object.values(values)],
  }
}

async function openSecrets(
  { tx, secrets }: { readonly tx: Pick<Tx, 'secretVersion'>; readonly secrets: SecretBox },
  tenantId: string,
  refs: SecretRefs,
): Promise<Readonly<Record<string, string>>> {
  const entries = Object.entries(refs)
  if (entries.length === 0) return {}
  const rows = await tx.secretVersion.findMany({
    where: { OR: entries.map(([, { id, version }]) => ({ secretId: id, number: version })) },
  })
  const sealed = entries.map(([name, { id, version }]) => {
    const row = rows.find(({ secretId, number }) => secretId === id && number === version)
    if (!row) throw secretNotFound(name)
    return [name, row.sealed] as const
  })
  return secrets.open(tenantId, Object.fromEntries(sealed))
}
