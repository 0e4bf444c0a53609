import type { Db } from '@berth/db'
import type { NodeImagesView, NodeImageView } from '@berth/protocol'
import { findNode } from './find-nodes.ts'
import type { Parts } from './image-nodes.ts'

/** With the repositories that have each image, and the apps that use it. */
export async function listNodeImages({ db, nodes }: Parts, name: string): Promise<NodeImagesView> {
  const { id } = await findNode(db, name)
  const { images, pulls, imageBytes, disk } = await nodes.nodeImages(id)
  const repositories = await repositoriesOf(
    db,
    images.map(({ digest }) => digest),
  )
  const apps = await appsOf(
    db,
    images.flatMap(({ usedBy }) => usedBy),
  )
  return {
    node: name,
    images: images
      .map(({ usedAt, usedBy, ...image }): NodeImageView => {
        const users = new Set(usedBy.map((container) => apps.get(container) ?? container))
        return {
          ...image,
          repositories: repositories.get(image.digest) ?? [],
          usedAt: new Date(usedAt),
          usedBy: [...users].toSorted(),
        }
      })
      .toSorted((a, b) => b.usedAt.getTime() - a.usedAt.getTime()),
    pulls: pulls.map(({ sum, since, ...pull }) => ({ ...pull, ...sum, since: new Date(since) })),
    imageBytes,
    diskBytes: disk.bytes,
    diskFreeBytes: disk.freeBytes,
  }
}

async function repositoriesOf(db: Db, digests: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await db.manifest.findMany({
    where: { digest: { in: [...digests] } },
    select: { digest: true, repository: { select: { name: true } } },
    orderBy: { repository: { name: 'asc' } },
  })
  const names = new Map<string, string[]>()
  for (const { digest, repository } of rows) {
    names.set(digest, [...(names.get(digest) ?? []), repository.name])
  }
  return names
}

async function appsOf(db: Db, containerIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.container.findMany({
    where: { id: { in: [...containerIds] } },
    select: { id: true, app: { select: { name: true, tenant: { select: { name: true } } } } },
  })
  return new Map(rows.map(({ id, app }) => [id, `${app.tenant.name}/${app.name}`]))
}
