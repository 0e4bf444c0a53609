import { type AuditEntry, recordAudit } from '@berth/auth'
import { BerthError } from '@berth/core'
import type { Db } from '@berth/db'
import { parseReference } from '@berth/oci'
import type { NodeImages, NodeImagesView, NodeImageView, PrefetchView, WarmImageView } from '@berth/protocol'

/** Control, as far as it knows the images of nodes. Error of all: node.unreachable. */
export type ImageNodes = {
  nodeImages(nodeId: string): Promise<NodeImages>
  /** Error: image.in_use. */
  pruneImages(nodeId: string, digest?: string): Promise<{ freedBytes: number }>
  prefetchImage(nodeId: string, image: { repository: string; digest: string }): Promise<void>
}

type Parts = { readonly db: Db; readonly nodes: ImageNodes }
type By = Pick<AuditEntry, 'by' | 'ip'>

/** The images that lie on nodes. Errors of what names a node: node.not_found, node.unreachable. */
export type NodeImageService = {
  list(node: string): Promise<NodeImagesView>
  /** Removes what nobody uses there, or one image. Error: image.in_use. */
  prune(asked: { node: string; digest?: string | undefined }, by: By): Promise<{ freedBytes: number }>
  /** One node, or all that are ready. Errors: image.not_found, image.reference_invalid. */
  prefetch(asked: { image: string; node?: string | undefined }, by: By): Promise<PrefetchView>
  /** Of the tenant's own images: on which nodes they lie. */
  warm(tenantId: string): Promise<WarmImageView[]>
}

/** `host`: names of images may start with it. */
export function createNodeImages(parts: Parts & { readonly host: string }): NodeImageService {
  return {
    list: (node) => listNodeImages(parts, node),
    prune: (asked, by) => pruneNodeImages(parts, asked, by),
    prefetch: (asked, by) => prefetchImage(parts, { ...asked, host: parts.host }, by),
    warm: (tenantId) => listWarmImages(parts, tenantId),
  }
}

async function listNodeImages({ db, nodes }: Parts, name: string): Promise<NodeImagesView> {
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

async function pruneNodeImages(
  { db, nodes }: Parts,
  asked: { node: string; digest?: string | undefined },
  by: By,
): Promise<{ freedBytes: number }> {
  const { id } = await findNode(db, asked.node)
  const freed = await nodes.pruneImages(id, asked.digest)
  const target = asked.digest ? `${asked.node} ${asked.digest}` : asked.node
  await recordAudit(db, { ...by, tenantId: null, action: 'node.images_pruned', target, outcome: 'allowed' })
  return freed
}

/** Has nodes pull an image before it is deployed. */
async function prefetchImage(
  { db, nodes }: Parts,
  asked: { image: string; node?: string | undefined; host: string },
  by: By,
): Promise<PrefetchView> {
  const image = await findImage(db, asked)
  const chosen = asked.node === undefined ? await readyNodes(db) : [await findNode(db, asked.node)]
  if (chosen.length === 0) throw new BerthError('node.not_found', 'no node is ready')
  await Promise.all(chosen.map(({ id }) => nodes.prefetchImage(id, image)))
  const target = `${image.repository}@${image.digest}`
  await recordAudit(db, {
    ...by,
    tenantId: null,
    action: 'node.image_prefetched',
    target,
    outcome: 'allowed',
  })
  return { ...image, nodes: chosen.map(({ name }) => name) }
}

/** A node that does not answer is left out. */
async function listWarmImages({ db, nodes }: Parts, tenantId: string): Promise<WarmImageView[]> {
  const warm = new Map<string, string[]>()
  for (const { id, name } of await readyNodes(db)) {
    const answer = await nodes.nodeImages(id).catch(ignoreAway)
    for (const { digest } of answer?.images ?? []) warm.set(digest, [...(warm.get(digest) ?? []), name])
  }
  const own = await db.manifest.findMany({
    where: { digest: { in: [...warm.keys()] }, repository: { tenantId } },
    select: { digest: true, repository: { select: { name: true } } },
  })
  return own.map(({ digest, repository }) => ({
    repository: repository.name,
    digest,
    nodes: warm.get(digest) ?? [],
  }))
}

async function findNode(db: Db, name: string): Promise<{ id: string; name: string }> {
  const node = await db.node.findUnique({ where: { name }, select: { id: true, name: true } })
  if (node) return node
  throw new BerthError('node.not_found', `there is no node ${name}`)
}

async function readyNodes(db: Db): Promise<{ id: string; name: string }[]> {
  return db.node.findMany({
    where: { state: 'ready' },
    select: { id: true, name: true },
    orderBy: { name: 'asc' },
  })
}

/** An administrator names a repository whole; a plain name is the library's. */
async function findImage(db: Db, asked: { image: string; host: string }) {
  const { repository, tag, digest } = parseReference(asked.image, { tenant: 'library', host: asked.host })
  const where = { repository: { name: repository } }
  const found = digest
    ? await db.manifest.findFirst({ where: { ...where, digest }, select: { digest: true } })
    : await db.tag.findFirst({ where: { ...where, name: tag ?? 'latest' }, select: { digest: true } })
  if (found) return { repository, digest: found.digest }
  throw new BerthError('image.not_found', `image ${asked.image} not found: name it as tenant/name:tag`)
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

/** What is not reachable has nothing to show. */
function ignoreAway(error: unknown): undefined {
  if (!(error instanceof BerthError) || error.kind !== 'unavailable') throw error
}
