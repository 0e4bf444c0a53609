import type { Db, Prisma } from '@berth/db'
import type { BuildSpec } from '@berth/protocol'
import { BUILD_TIMEOUT_MS, buildLimits } from '../build-limits.ts'
import { mountableKeys } from '../build-keys.ts'
import { ACTIVE, recipeOf } from '../build-row.ts'
import { mountableSecrets } from '../build-secrets.ts'
import type { SecretBox } from '../ports.ts'
import { checkFence, type NodeSession } from './node-session.ts'

const INCLUDE = {
  tenant: true,
  app: { include: { project: true } },
  source: true,
} satisfies Prisma.BuildInclude

type Row = Prisma.BuildGetPayload<{ include: typeof INCLUDE }>

/** All builds that a node shall work on, or give up. */
export async function readBuildSpecs(
  deps: { readonly db: Db; readonly secrets: SecretBox },
  session: NodeSession,
): Promise<BuildSpec[]> {
  await checkFence(deps.db, session)
  const rows = await deps.db.build.findMany({
    where: { nodeId: session.nodeId, ...ACTIVE },
    include: INCLUDE,
    orderBy: { givenAt: 'asc' },
    take: 100,
  })
  const specs = await Promise.all(rows.map((row) => buildSpec(deps, row)))
  return specs.flatMap((spec) => spec ?? [])
}

/** Undefined for one whose source is gone: the keeper ends it. */
async function buildSpec(
  deps: { readonly db: Db; readonly secrets: SecretBox },
  row: Row,
): Promise<BuildSpec | undefined> {
  const { tenant, app, source } = row
  if (!source) return undefined
  const project = app?.project ?? (await defaultProject(deps.db, tenant.id))
  return {
    id: row.id,
    generation: row.generation,
    desired: row.cancelReason === null ? 'built' : 'canceled',
    outputSeq: row.outputSeq,
    tenant: { id: tenant.id, name: tenant.name },
    project: { id: project.id, name: project.name },
    app: app && { id: app.id, name: app.name },
    source: { digest: source.digest, size: Number(source.size) },
    recipe: recipeOf(row),
    secrets: row.cancelReason === null ? await mountableSecrets(deps, row) : {},
    ssh: row.cancelReason === null ? await mountableKeys(deps, row) : {},
    limits: buildLimits(tenant),
    timeoutMs: BUILD_TIMEOUT_MS,
    target: { repository: row.repository, tag: row.tag },
  }
}

/** Steps of an image of no app have the network of the project that every tenant starts with. */
async function defaultProject(db: Db, tenantId: string): Promise<{ id: string; name: string }> {
  const project = await db.project.findFirst({
    where: { tenantId },
    orderBy: { createdAt: 'asc' },
    select: { id: true, name: true },
  })
  return project ?? { id: tenantId, name: 'default' }
}
