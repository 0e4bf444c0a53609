import { newId } from '@berth/core'
import { type Db, Prisma } from '@berth/db'
import type { PruneView } from '@berth/protocol'
import type { Viewer } from '../face/viewer.ts'
import type { RuleActing } from '../image-rules/rule-acting.ts'
import { removeManifests } from '../retention/perform-retention.ts'
import { planRetention, type RetentionPlan } from '../retention/plan-retention.ts'
import type { RetentionRule } from '../retention/retention-facts.ts'

/** What was pushed or asked for so recently may belong to a push that is under way. */
const YOUNG_MS = 60 * 60_000
const DAY_MS = 24 * YOUNG_MS

const UNTAGGED: RetentionRule = {
  id: 'prune',
  repositories: '*',
  tags: '*',
  keepLast: null,
  keepPushedDays: null,
  keepPulledDays: null,
  untaggedDays: YOUNG_MS / DAY_MS,
}

type Loose = { readonly digest: string; readonly size: bigint }

/** What nothing uses: images without a tag, and layers that no image of their repository needs. */
export async function planPrune(db: Db, viewer: Viewer, now: Date): Promise<PruneView> {
  let images = 0
  let bytes = 0
  for await (const plan of planRetention(db, viewer, { rules: [UNTAGGED], now })) {
    images += plan.manifests.length
    bytes += plan.bytes
  }
  const loose = await looseLayers(db, viewer, new Date(now.getTime() - YOUNG_MS))
  const looseBytes = loose.reduce((sum, { size }) => sum + Number(size), 0)
  return { images, layers: loose.length, bytes: bytes + looseBytes }
}

/** Takes it out of the tenant's repositories; what nobody else has leaves storage with the next collection. */
export async function pruneImages(db: Db, acting: RuleActing, now: Date): Promise<PruneView> {
  const { tenantId, by, ip } = acting
  const used = async () => Number((await db.imageUsage.findUnique({ where: { tenantId } }))?.bytes ?? 0n)
  const before = await used()
  let images = 0
  for await (const plan of planRetention(db, acting, { rules: [UNTAGGED], now }))
    images += await removeAll(db, plan)
  // looked for anew: the layers of what went are among them
  const loose = await looseLayers(db, acting, new Date(now.getTime() - YOUNG_MS))
  let layers = 0
  for (const { digest } of loose) layers += await dropLinks(db, tenantId, digest, now)
  const view = { images, layers, bytes: Math.max(0, before - (await used())) }
  const entry = {
    id: newId('audit'),
    tenantId,
    by,
    ip,
    action: 'images.pruned',
    target: 'images',
    outcome: 'allowed',
  }
  await db.audit.create({ data: { ...entry, data: view } })
  return view
}

async function removeAll(db: Db, { manifests, facts }: RetentionPlan): Promise<number> {
  let images = 0
  for (const [name, group] of Map.groupBy(manifests, ({ repository }) => repository)) {
    const found = facts.repositories.get(name)
    if (found) images += await removeManifests(db, found.id, group)
  }
  return images
}

/** Linked by the tenant in what is reached and nowhere else, and needed by no manifest of any repository of it. */
function looseLayers(db: Db, { tenantId, only }: Viewer, before: Date): Promise<Loose[]> {
  const elsewhere = only
    ? Prisma.sql`AND NOT EXISTS (
      SELECT 1 FROM "RepositoryBlob" l JOIN "Repository" r ON r.id = l."repositoryId"
      WHERE l.digest = b.digest AND r."tenantId" = ${tenantId} AND r.name <> ALL(${[...only]}::text[]))`
    : Prisma.empty
  return db.$queryRaw<Loose[]>`
    SELECT b.digest, b.size FROM "TenantBlob" t JOIN "Blob" b USING (digest)
    WHERE t."tenantId" = ${tenantId} AND b."leasedAt" < ${before} AND NOT EXISTS (
      SELECT 1 FROM "Manifest" m JOIN "Repository" r ON r.id = m."repositoryId"
      WHERE r."tenantId" = ${tenantId} AND m."references" @> ARRAY[b.digest]) ${elsewhere}`
}

/** Locks as collection does: a manifest that is being written and relies on a link is waited for. */
function dropLinks(db: Db, tenantId: string, digest: string, now: Date): Promise<number> {
  const before = new Date(now.getTime() - YOUNG_MS)
  return db.$transaction(async (tx) => {
    const blob = await tx.$queryRaw<unknown[]>`
      SELECT 1 FROM "Blob" WHERE digest = ${digest} AND "leasedAt" < ${before} FOR UPDATE`
    if (blob.length === 0) return 0
    await tx.$queryRaw`
      SELECT 1 FROM "RepositoryBlob" l JOIN "Repository" r ON r.id = l."repositoryId"
      WHERE l.digest = ${digest} AND r."tenantId" = ${tenantId} ORDER BY l."repositoryId" FOR UPDATE OF l`
    const links = await tx.$executeRaw`
      DELETE FROM "RepositoryBlob" l USING "Repository" r
      WHERE l.digest = ${digest} AND r.id = l."repositoryId" AND r."tenantId" = ${tenantId} AND NOT EXISTS (
        SELECT 1 FROM "Manifest" m WHERE m."repositoryId" = l."repositoryId" AND m."references" @> ARRAY[l.digest])`
    return links > 0 ? 1 : 0
  })
}
