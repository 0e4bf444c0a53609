import { BerthError } from '@berth/core'
import type { Db, Tx } from '@berth/db'

/** Named in a message; there may be a thousand. */
const MOST_NAMED = 5

export type ImageUsers = {
  readonly usedBy: { app: string; release: number }[]
  /** how many releases of other tenants */
  readonly usedByOthers: number
}

/**
 * Releases that could not be started again without these manifests, or without anything of the repository: of every app
 * that is not destroyed, because its releases may be rolled back to, but for those that were given up. Other tenants' are counted, not named.
 */
export async function findUsers(
  db: Db | Tx,
  repository: { readonly id: string; readonly name: string; readonly tenantId: string | null },
  digests: readonly string[] | 'any',
): Promise<ImageUsers> {
  const held = digests === 'any' ? undefined : { in: await withParents(db, repository.id, digests) }
  const rows = await db.release.findMany({
    where: {
      repository: repository.name,
      app: { deletedAt: null },
      givenUpAt: null,
      ...(held && { digest: held }),
    },
    orderBy: [{ app: { name: 'asc' } }, { number: 'desc' }],
    select: { number: true, app: { select: { name: true, tenantId: true } } },
  })
  const own = rows.filter(({ app }) => app.tenantId === repository.tenantId)
  return {
    usedBy: own.map(({ app, number }) => ({ app: app.name, release: number })),
    usedByOthers: rows.length - own.length,
  }
}

/** A release of an index runs one of its children. */
async function withParents(db: Db | Tx, repositoryId: string, digests: readonly string[]): Promise<string[]> {
  const parents = await db.manifest.findMany({
    where: { repositoryId, references: { hasSome: [...digests] } },
    select: { digest: true },
  })
  return [...digests, ...parents.map(({ digest }) => digest)]
}

/** Error: registry.image_in_use, with the names of the tenant's own. */
export function refuseUsed(what: string, { usedBy, usedByOthers }: ImageUsers): void {
  if (usedBy.length + usedByOthers === 0) return
  const named = usedBy.slice(0, MOST_NAMED).map(({ app, release }) => `${app} (release ${release})`)
  const more = usedBy.length - named.length
  const users = [
    ...named,
    ...(more > 0 ? [`${more} more`] : []),
    ...(usedByOthers > 0 ? [`${usedByOthers} of other tenants`] : []),
  ]
  throw new BerthError(
    'registry.image_in_use',
    `${what} is used by ${users.join(', ')}: destroy the app, or delete only the tag`,
    { details: { users: users.join(', ') } },
  )
}
