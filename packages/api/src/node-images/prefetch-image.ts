import { recordAudit } from '@berth/auth'
import { BerthError } from '@berth/core'
import type { Db } from '@berth/db'
import { parseReference } from '@berth/oci'
import type { PrefetchView } from '@berth/protocol'
import { findNode, readyNodes } from './find-nodes.ts'
import type { By, Parts } from './image-nodes.ts'

/** Has nodes pull an image before it is deployed. */
export async function prefetchImage(
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
