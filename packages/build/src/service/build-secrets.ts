import type { Build, Tx } from '@berth/db'
import { z } from 'zod'
import { recipeOf, wishOf } from './build-row.ts'
import type { SecretBox } from './ports.ts'

type BuildTx = Pick<Tx, 'app' | 'release' | 'secretVersion'>

const sealedSchema = z.record(z.string(), z.string())

/** Sealed environment and secrets of an app as its newest release has them, or its project before there is one; a secret is stronger. */
export async function sealedValuesOf(tx: BuildTx, appId: string | null): Promise<Record<string, string>> {
  return { ...(await sealedEnvOf(tx, appId)), ...(await sealedSecretsOf(tx, appId)) }
}

async function sealedEnvOf(tx: BuildTx, appId: string | null): Promise<Record<string, string>> {
  if (appId === null) return {}
  const release = await tx.release.findFirst({ where: { appId }, orderBy: { number: 'desc' } })
  if (release) return { ...sealedSchema.parse(release.sharedEnv), ...sealedSchema.parse(release.env) }
  const app = await tx.app.findUnique({ where: { id: appId }, include: { project: true } })
  return app ? sealedSchema.parse(app.project.env) : {}
}

const refsSchema = z.record(z.string(), z.object({ id: z.string(), version: z.number() }))

/** Sealed secrets of an app as its newest release has them; before that, all that were set. */
async function sealedSecretsOf(tx: BuildTx, appId: string | null): Promise<Record<string, string>> {
  if (appId === null) return {}
  const release = await tx.release.findFirst({ where: { appId }, orderBy: { number: 'desc' } })
  const named = release && Object.values(refsSchema.parse(release.secrets))
  if (named?.length === 0) return {}
  const versions = await tx.secretVersion.findMany({
    where: named
      ? { OR: named.map(({ id, version }) => ({ secretId: id, number: version })) }
      : { secret: { appId } },
    include: { secret: { select: { name: true } } },
    orderBy: { number: 'asc' }, // the newest of a name is the last one, and stays
  })
  return Object.fromEntries(versions.map(({ secret, sealed }) => [secret.name, sealed]))
}

/** Everything that the output of a build must not show: the environment and the secrets of its app, and what was given with it. */
export async function secretValues(
  { db, secrets }: { readonly db: BuildTx; readonly secrets: SecretBox },
  build: Build,
): Promise<string[]> {
  return Object.values(await openEnv({ db, secrets }, build))
}

/** What its steps may mount: id → value. */
export async function mountableSecrets(
  deps: { readonly db: BuildTx; readonly secrets: SecretBox },
  build: Build,
): Promise<Record<string, string>> {
  const { secrets: names } = recipeOf(build)
  if (names.length === 0) return {}
  const env = await openEnv(deps, build)
  return Object.fromEntries(Object.entries(env).filter(([name]) => names.includes(name)))
}

async function openEnv(
  { db, secrets }: { readonly db: BuildTx; readonly secrets: SecretBox },
  build: Build,
): Promise<Record<string, string>> {
  const sealed = { ...(await sealedValuesOf(db, build.appId)), ...wishOf(build)?.sealed }
  return secrets.open(build.tenantId, sealed)
}
