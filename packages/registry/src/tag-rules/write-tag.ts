import type { Tx } from '@berth/db'
import { requireFewer } from '../quota/most-things.ts'
import { requireUnprotected } from './require-unprotected.ts'

export type NewTag = {
  readonly repositoryId: string
  readonly name: string
  readonly digest: string
  readonly pushedBy: string | null
  readonly pushedAt: Date
}

/**
 * Makes a tag, or moves it. Of two pushes at once the later one stays; of two that make a protected one the first.
 * A push of what it points to already changes nothing that is protected. Errors:
 * registry.tag_protected, registry.quota_exceeded.
 */
export async function writeTag(
  tx: Tx,
  repository: { readonly tenantId: string | null; readonly name: string },
  tag: NewTag,
): Promise<void> {
  const { repositoryId, name, digest } = tag
  // collection may take it when no tag points to it any more
  await tx.manifest.updateMany({ where: { repositoryId, digest, named: false }, data: { named: true } })
  // it waits for whoever makes the same tag: after it the row is there and its lock can be taken
  const { count } = await tx.tag.createMany({ data: [tag], skipDuplicates: true })
  if (count > 0) return requireFewer(tx, repository.tenantId, 'tags')
  const [present] = await tx.$queryRaw<{ digest: string }[]>`
    SELECT digest FROM "Tag" WHERE "repositoryId" = ${repositoryId} AND name = ${name} FOR UPDATE`
  if (present?.digest !== digest) await requireUnprotected(tx, repository, 'noOverwrite', [name])
  await tx.tag.updateMany({ where: { repositoryId, name }, data: tag })
}
