import { BerthError } from '@berth/core'
import type { Db } from '@berth/db'
import type { RepositoryView, TagView } from '@berth/protocol'
import { parseRepositoryName } from './names.ts'

/** What page and CLI show of images. Who may ask is decided before. */
export type ImageQueries = {
  /** The tenant's repositories and the library's, by name. */
  list(tenantId: string): Promise<RepositoryView[]>
  /** Newest first. Error: registry.name_unknown. */
  tags(tenantId: string, repository: string): Promise<TagView[]>
  /** The tag only; what it pointed to stays. Errors: registry.name_unknown, registry.manifest_unknown. */
  deleteTag(tenantId: string, repository: string, tag: string): Promise<void>
}

/** `host`: registry names start with it. */
export function createImageQueries({ db, host }: { db: Db; host: string }): ImageQueries {
  return {
    list: async (tenantId) => {
      const rows = await db.repository.findMany({
        where: { OR: [{ tenantId }, { tenantId: null, public: true }], manifests: { some: {} } },
        orderBy: { name: 'asc' },
        include: {
          _count: { select: { tags: true } },
          tags: { orderBy: { pushedAt: 'desc' }, take: 1, select: { pushedAt: true } },
          blobs: { select: { blob: { select: { size: true } } } },
        },
      })
      return rows.map((row) => ({
        name: row.name,
        tags: row._count.tags,
        bytes: Number(row.blobs.reduce((total, { blob }) => total + blob.size, 0n)),
        pushedAt: row.tags[0]?.pushedAt ?? null,
        public: row.public,
      }))
    },
    tags: async (tenantId, repository) => {
      const found = await find(db, { OR: [{ tenantId }, { tenantId: null, public: true }] }, repository)
      const rows = await db.tag.findMany({
        where: { repositoryId: found.id },
        orderBy: [{ pushedAt: 'desc' }, { name: 'asc' }],
        include: { manifest: { select: { mediaType: true, imageBytes: true, platforms: true } } },
      })
      return rows.map(({ name, digest, pushedAt, pushedBy, manifest }) => ({
        tag: name,
        digest,
        mediaType: manifest.mediaType,
        bytes: Number(manifest.imageBytes),
        pushedAt,
        pushedBy,
        platforms: manifest.platforms,
        pull: `${host}/${repository}:${name}`,
      }))
    },
    deleteTag: async (tenantId, repository, tag) => {
      const { id: repositoryId } = await find(db, { tenantId }, repository)
      const { count } = await db.tag.deleteMany({ where: { repositoryId, name: tag } })
      if (count > 0) return
      throw new BerthError('registry.manifest_unknown', `${repository} has no tag ${tag}`)
    },
  }
}

async function find(
  db: Db,
  visible: { tenantId: string } | { OR: { tenantId: string | null; public?: boolean }[] },
  repository: string,
): Promise<{ id: string }> {
  const { full } = parseRepositoryName(repository)
  const row = await db.repository.findFirst({ where: { name: full, ...visible }, select: { id: true } })
  if (row) return row
  throw new BerthError('registry.name_unknown', `there is no repository ${full}`)
}
