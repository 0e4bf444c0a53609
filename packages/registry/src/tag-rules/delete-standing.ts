import type { Tx } from '@berth/db'
import { standingTags } from '../face/referrer-kind.ts'
import { findRule } from './find-rule.ts'
import { nameWithin } from './require-unprotected.ts'

/**
 * Deletes the tags that stand for what speaks of images that go (`sha256-….sig`), but for those that a rule protects.
 * Returns what they pointed to, which nothing else may hold now.
 */
export async function deleteStandingTags(
  tx: Tx,
  repositoryId: string,
  going: readonly string[],
): Promise<string[]> {
  const tags = await tx.$queryRaw<{ name: string; digest: string }[]>`
    SELECT name, digest FROM "Tag"
    WHERE "repositoryId" = ${repositoryId} AND name = ANY (${going.flatMap(standingTags)}::text[])
    ORDER BY name FOR UPDATE`
  if (tags.length === 0) return []
  const { name, tenantId } = await tx.repository.findUniqueOrThrow({ where: { id: repositoryId } })
  const rules = tenantId === null ? [] : await tx.tagRule.findMany({ where: { tenantId, noDelete: true } })
  const repository = nameWithin(name)
  const free = tags.filter((tag) => !findRule(rules, 'noDelete', { repository, tag: tag.name }))
  const names = free.map((tag) => tag.name)
  await tx.$executeRaw`
    DELETE FROM "Tag" WHERE "repositoryId" = ${repositoryId} AND name = ANY (${names}::text[])`
  return free.map((tag) => tag.digest)
}
