import { newId } from '@berth/core'
import type { Db, Tx } from '@berth/db'
import type { DeletionView, Happening } from '@berth/protocol'
import type { RegistryHappenings } from '../happenings.ts'
import { restartGrace } from '../restart-grace.ts'
import { requireUnprotected } from '../tag-rules/require-unprotected.ts'
import { refuseUsed } from './image-users.ts'
import { type Deletion, planDeletion } from './plan-deletion.ts'
import type { FoundRepository } from './visible.ts'

/** An image may have ten thousand referrers, a repository as many tags. */
const MANY_ROWS = { maxWait: 10_000, timeout: 60_000 } as const

export type DeleteRequest = {
  readonly repository: FoundRepository
  /** a tag, a digest, or null for the whole repository */
  readonly reference: string | null
  readonly by: string
  readonly ip: string | null
}

/**
 * Deletes what `planDeletion` tells, in one transaction, and returns what went. Blobs stay until they are collected.
 * Errors: registry.manifest_unknown, registry.image_in_use.
 */
export function deleteImages(
  { db, happenings }: { readonly db: Db; readonly happenings: RegistryHappenings },
  request: DeleteRequest,
): Promise<DeletionView> {
  const { repository, reference } = request
  return db.$transaction(async (tx) => {
    const plan = await planDeletion(tx, repository, reference)
    const what = reference === null ? repository.name : `${repository.name}@${reference}`
    if (plan.view.kind !== 'tag') refuseUsed(what, plan.view)
    await requireUnprotected(tx, repository, 'noDelete', plan.view.tags)
    await perform(tx, repository, plan)
    await audit(tx, request, plan)
    await happenings.note(tx, [happeningOf(request, plan)])
    return plan.view
  }, MANY_ROWS)
}

async function perform(tx: Tx, { id }: FoundRepository, plan: Deletion): Promise<void> {
  const where = { repositoryId: id }
  if (plan.manifests === null) return empty(tx, id)
  await restartGrace(tx, id, plan.manifests)
  await tx.tag.deleteMany({ where: { ...where, name: { in: [...plan.tags] } } })
  await tx.manifest.deleteMany({ where: { ...where, digest: { in: [...plan.manifests] } } })
}

/** A push that is under way keeps its upload: the row stays for it, with nothing of what it said. */
async function empty(tx: Tx, id: string): Promise<void> {
  const where = { repositoryId: id }
  await tx.tag.deleteMany({ where })
  await tx.manifest.deleteMany({ where })
  await tx.repositoryBlob.deleteMany({ where })
  await tx.repository.update({
    where: { id },
    data: { description: '', readme: '', pulls: 0n, pulledAt: null },
  })
  await tx.repository.deleteMany({ where: { id, uploads: { none: {} } } })
}

function happeningOf({ repository, reference, by }: DeleteRequest, plan: Deletion): Happening {
  const { name, tenantId } = repository
  const one = plan.view.kind === 'tag' ? 'tag' : 'digest'
  const gone = { tag: null, digest: null, ...(reference === null ? {} : { [one]: reference }) }
  return { kind: 'delete', tenantId, repository: name, ...gone, why: 'asked', by }
}

async function audit(
  tx: Tx,
  { repository, reference, by, ip }: DeleteRequest,
  plan: Deletion,
): Promise<void> {
  const { kind, tags, manifests, freedBytes } = plan.view
  await tx.audit.create({
    data: {
      id: newId('audit'),
      tenantId: repository.tenantId,
      by,
      ip,
      action: `image.${kind}_deleted`,
      target: reference === null ? repository.name : `${repository.name}:${reference}`,
      outcome: 'allowed',
      data: { tags: tags.slice(0, 100), manifests, freedBytes },
    },
  })
}
