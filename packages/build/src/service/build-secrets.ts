import type { Build, Tx } from '@berth/db'
import { z } from 'zod'
import { recipeOf, wishOf } from './build-row.ts'
import type { SecretBox } from './ports.ts'

const sealedSchema = z.record(z.string(), z.string())

/** Sealed environment of an app as its newest release has it; empty when there is none. */
export async function sealedEnvOf(
  tx: Pick<Tx, 'release'>,
  appId: string | null,
): Promise<Record<string, string>> {
  if (appId === null) return {}
  const release = await tx.release.findFirst({ where: { appId }, orderBy: { number: 'desc' } })
  return release ? sealedSchema.parse(release.env) : {}
}

/** Everything that the output of a build must not show: the environment of its app, and what was given with it. */
export async function secretValues(
  { db, secrets }: { readonly db: Pick<Tx, 'release'>; readonly secrets: SecretBox },
  build: Build,
): Promise<string[]> {
  return Object.values(await openEnv({ db, secrets }, build))
}

/** What its steps may mount: id → value. */
export async function mountableSecrets(
  deps: { readonly db: Pick<Tx, 'release'>; readonly secrets: SecretBox },
  build: Build,
): Promise<Record<string, string>> {
  const { secrets: names } = recipeOf(build)
  if (names.length === 0) return {}
  const env = await openEnv(deps, build)
  return Object.fromEntries(Object.entries(env).filter(([name]) => names.includes(name)))
}

async function openEnv(
  { db, secrets }: { readonly db: Pick<Tx, 'release'>; readonly secrets: SecretBox },
  build: Build,
): Promise<Record<string, string>> {
  const sealed = { ...(await sealedEnvOf(db, build.appId)), ...wishOf(build)?.sealed }
  return secrets.open(build.tenantId, sealed)
}
