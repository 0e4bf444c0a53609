import { BerthError, newId } from '@berth/core'
import type { Build, Db, Prisma, Tx } from '@berth/db'
import type { BuildOrigin, BuildRecipe } from '@berth/protocol'
import { ACTIVE } from '../build-row.ts'
import { type AskedKeys, givenKeys } from '../build-keys.ts'
import { sealedValuesOf } from '../build-secrets.ts'
import { tellToEnd } from '../end-build.ts'
import { inBuilds } from '../locks.ts'
import type { Caller, SecretBox } from '../ports.ts'
import { recordBuild } from '../record-build.ts'

export type StartBuild = {
  readonly caller: Caller
  /** null: an image is built, and nothing deployed */
  readonly app: { readonly id: string; readonly name: string } | null
  /** id of a Source */
  readonly source: string
  readonly origin: BuildOrigin
  readonly recipe: BuildRecipe
  /** tenant/name */
  readonly repository: string
  readonly tag: string
  /** what shall be deployed when it succeeded, without the image; null: nothing */
  readonly wish: Readonly<Record<string, unknown>> | null
  readonly env: Readonly<Record<string, string>>
  readonly ssh?: AskedKeys | undefined
}

/** Writes a build, which takes the place of those of the same app. Errors: source.not_found, input.invalid (secrets, keys). */
export async function startBuild(
  { db, secrets, now }: { readonly db: Db; readonly secrets: SecretBox; readonly now: Date },
  start: StartBuild,
): Promise<Build> {
  const { caller, app, recipe, wish } = start
  const { id: tenantId } = caller.tenant
  const sealed = await secrets.seal(tenantId, start.env)
  const ssh = await secrets.seal(tenantId, await givenKeys(db, app?.id, start.ssh ?? {}))
  return inBuilds(db, async (tx) => {
    await checkSource(tx, tenantId, start.source)
    await checkSecrets(tx, { appId: app?.id, names: recipe.secrets, given: Object.keys(sealed) })
    const id = newId('build')
    if (app) await supersede(tx, app.id, { by: caller.by, reason: `superseded by build ${id}`, now })
    const build = await tx.build.create({
      data: {
        id,
        tenantId,
        appId: app?.id ?? null,
        sourceId: start.source,
        origin: start.origin,
        recipe,
        // the API's schema made it of JSON
        ssh,
        ...(wish && { deploy: { ...wish, env: sealed } as Prisma.InputJsonObject }),
        repository: start.repository,
        tag: start.tag,
        createdBy: caller.by,
        ownApp: caller.ownApp ?? false,
        createdAt: now,
      },
    })
    await recordBuild(tx, build, 'queued', caller.by)
    return build
  })
}

async function checkSource(tx: Tx, tenantId: string, id: string): Promise<void> {
  const source = await tx.source.findFirst({ where: { id, tenantId }, select: { id: true } })
  if (!source) throw new BerthError('source.not_found', `there is no source ${id}: send it again`)
}

/** Error: input.invalid, for a name that the app's environment and secrets have not got. */
async function checkSecrets(
  tx: Tx,
  { appId, names, given }: { appId: string | undefined; names: readonly string[]; given: readonly string[] },
): Promise<void> {
  if (names.length === 0) return
  const known = new Set([...given, ...Object.keys(await sealedValuesOf(tx, appId ?? null))])
  const missing = names.filter((name) => !known.has(name))
  if (missing.length === 0) return
  throw new BerthError(
    'input.invalid',
    `${missing.join(', ')} is not set for the app: set it with berth secrets, or name it with --env`,
    { details: { missing } },
  )
}

async function supersede(
  tx: Tx,
  appId: string,
  why: { readonly by: string; readonly reason: string; readonly now: Date },
): Promise<void> {
  for (const older of await tx.build.findMany({ where: { appId, ...ACTIVE } }))
    await tellToEnd(tx, older, why)
}
