import type { Build, Prisma, Tx } from '@berth/db'
import { z } from 'zod'
import { recipeOf, wishOf } from './build-row.ts'
import type { SecretBox } from './ports.ts'

type BuildTx = Pick<Tx, 'app' | 'release' | 'secretVersion'>

const sealedSchema = z.record(z.string(), z.string())

/**
 * Sealed environment and secrets of an app as its newest release has them, or, before there is one, its project and all
 * that was set: what the app has of its own is stronger than its project's, and a secret than a variable.
 */
export async function sealedValuesOf(tx: BuildTx, appId: string | null): Promise<Record<string, string>> {
  if (appId === null) return {}
  const release = await tx.release.findFirst({ where: { appId }, orderBy: { number: 'desc' } })
  if (release) {
    const { env, sharedEnv, secrets, sharedSecrets } = release
    return {
      ...sealedSchema.parse(sharedEnv),
      ...(await versionsOf(tx, held(sharedSecrets))),
      ...sealedSchema.parse(env),
      ...(await versionsOf(tx, held(secrets))),
    }
  }
  const app = await tx.app.findUnique({ where: { id: appId }, include: { project: true } })
  if (!app) return {}
  return {
    ...sealedSchema.parse(app.project.env),
    ...(await versionsOf(tx, held(app.project.secrets))),
    ...(await versionsOf(tx, { secret: { appId } })),
  }
}

const refsSchema = z.record(z.string(), z.object({ id: z.string(), version: z.number() }))

function held(refs: unknown): Prisma.SecretVersionWhereInput {
  const named = Object.values(refsSchema.parse(refs))
  return { OR: named.map(({ id, version }) => ({ secretId: id, number: version })) }
}

async function versionsOf(
  tx: BuildTx,
  where: Prisma.SecretVersionWhereInput,
): Promise<Record<string, string>> {
  const versions = await tx.secretVersion.findMany({
    where,
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
