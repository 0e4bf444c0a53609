import { BerthError } from '@berth/core'
import type { Db, Tx } from '@berth/db'
import type { RetentionResult } from '@berth/protocol'
import type { RegistryHappenings } from '../happenings.ts'
import { FALLBACK_TAG } from '../face/referrer-kind.ts'
import { restartGrace } from '../restart-grace.ts'
import { deleteStandingTags } from '../tag-rules/delete-standing.ts'
import { requireUnprotected } from '../tag-rules/require-unprotected.ts'
import { holdersFirst } from './holders-first.ts'
import type { JudgedTag } from './judge-tags.ts'
import type { RetentionPlan } from './plan-retention.ts'
import type { ManifestFacts } from './retention-facts.ts'

const AT_ONCE = 200

type Deps = { readonly db: Db; readonly happenings: RegistryHappenings }
type Repository = { readonly id: string; readonly tenantId: string; readonly name: string }

/**
 * Deletes what a plan says, and looks at each thing again while it is locked: what was pushed, protected or deployed
 * since the plan was made stays, and counts as failed.
 */
export async function performRetention(
  deps: Deps,
  tenantId: string,
  plan: RetentionPlan,
  by: string | null,
): Promise<RetentionResult> {
  const result = { tags: 0, images: 0, bytes: plan.bytes, failed: 0 }
  const going = plan.tags.filter(({ verdict }) => verdict.kind === 'goes')
  for (const tag of going) {
    const found = plan.facts.repositories.get(tag.repository)
    if (found && (await removeTag(deps, { ...found, tenantId }, tag, by))) result.tags += 1
    else result.failed += 1
  }
  for (const [name, group] of Map.groupBy(plan.manifests, ({ repository }) => repository)) {
    const found = plan.facts.repositories.get(name)
    const removed = found ? await removeManifests(deps.db, found.id, group) : 0
    result.images += removed
    result.failed += group.length - removed
  }
  return result
}

async function removeTag(
  { db, happenings }: Deps,
  repository: Repository,
  { tag, digest, pushedAt }: JudgedTag,
  by: string | null,
): Promise<boolean> {
  const { id: repositoryId, tenantId, name } = repository
  try {
    return await db.$transaction(async (tx) => {
      await requireUnprotected(tx, repository, 'noDelete', [tag])
      if (await isUsed(tx, repositoryId, [digest])) return false
      const { count } = await tx.tag.deleteMany({ where: { repositoryId, name: tag, digest, pushedAt } })
      if (count === 0) return false
      const happening = {
        kind: 'delete',
        tenantId,
        repository: name,
        digest,
        tag,
        why: 'retention',
        by,
      } as const
      await happenings.note(tx, [happening])
      return true
    })
  } catch (error) {
    if (error instanceof BerthError && error.code === 'registry.tag_protected') return false
    throw error
  }
}

/**
 * Of one repository, some at a time, so that no transaction is long: of those all or, when one got a tag, a parent or a
 * user meanwhile, none, and nothing that these hold.
 */
export async function removeManifests(
  db: Db,
  repositoryId: string,
  manifests: readonly ManifestFacts[],
): Promise<number> {
  const digests = holdersFirst(manifests).map(({ digest }) => digest)
  let removed = 0
  for (let at = 0; at < digests.length; at += AT_ONCE)
    removed += await removeSome(db, repositoryId, digests.slice(at, at + AT_ONCE))
  return removed
}

function removeSome(db: Db, repositoryId: string, digests: readonly string[]): Promise<number> {
  return db.$transaction(async (tx) => {
    await restartGrace(tx, repositoryId, digests)
    await tx.$queryRaw`
      SELECT 1 FROM "Manifest" WHERE "repositoryId" = ${repositoryId} AND digest = ANY (${[...digests]}::text[])
      ORDER BY digest FOR UPDATE`
    if (await isNeeded(tx, repositoryId, digests)) return 0
    const { count } = await tx.manifest.deleteMany({ where: { repositoryId, digest: { in: [...digests] } } })
    await deleteStandingTags(tx, repositoryId, digests)
    return count
  })
}

async function isNeeded(tx: Tx, repositoryId: string, digests: readonly string[]): Promise<boolean> {
  const going = [...digests]
  // a signature's tag, which is named by a digest, goes with what it points to
  const [answer] = await tx.$queryRaw<{ needed: boolean }[]>`
    SELECT EXISTS (
        SELECT 1 FROM "Manifest" m WHERE m."repositoryId" = ${repositoryId}
        AND m."references" && ${going}::text[] AND m.digest <> ALL (${going}::text[]))
      OR EXISTS (
        SELECT 1 FROM "Tag" t WHERE t."repositoryId" = ${repositoryId}
        AND t.digest = ANY (${going}::text[]) AND t.name !~ ${FALLBACK_TAG}) AS needed`
  return (answer?.needed ?? true) || isUsed(tx, repositoryId, digests)
}

async function isUsed(tx: Tx, repositoryId: string, digests: readonly string[]): Promise<boolean> {
  const { name } = await tx.repository.findUniqueOrThrow({
    where: { id: repositoryId },
    select: { name: true },
  })
  const where = { repository: name, digest: { in: [...digests] }, app: { deletedAt: null }, givenUpAt: null }
  return (await tx.release.count({ where })) > 0
}
