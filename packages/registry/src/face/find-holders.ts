import type { Db } from '@berth/db'
import type { PackageHolder } from '@berth/protocol'
import { reached, type Viewer } from './viewer.ts'

export type HolderQuery = {
  /** as a whole, whatever its case */
  readonly name: string
  readonly version?: string | undefined
  readonly limit: number
}

/** Which images that may be read bring a package, newest push first. */
export async function findHolders(
  db: Db,
  viewer: Viewer,
  { name, version, limit }: HolderQuery,
): Promise<PackageHolder[]> {
  const rows = await db.imagePackage.findMany({
    where: {
      name: { equals: name, mode: 'insensitive' },
      ...(version === undefined ? {} : { version }),
      repository: { OR: [reached(viewer), { public: true }] },
    },
    include: {
      repository: { select: { name: true } },
      manifest: { select: { tags: { select: { name: true }, orderBy: { name: 'asc' }, take: 20 } } },
    },
    orderBy: [{ manifest: { pushedAt: 'desc' } }, { digest: 'asc' }, { version: 'asc' }],
    take: limit,
  })
  return rows.map(({ repository, digest, manifest, type, name, version }) => ({
    repository: repository.name,
    digest,
    tags: manifest.tags.map((tag) => tag.name),
    type,
    name,
    version,
  }))
}
