import { BerthError, newId } from '@berth/core'
import type { Db } from '@berth/db'
import { LIBRARY, type RepositoryName } from './names.ts'

import { requireFewer } from './quota/most-things.ts'

/** `tenantId` is null for `library`. */
type FoundRepository = { readonly id: string; readonly tenantId: string | null }
const FOUND = { id: true, tenantId: true } as const

/** Error: registry.name_unknown. */
export async function findRepository(db: Db, name: RepositoryName): Promise<FoundRepository> {
  const row = await db.repository.findUnique({ where: { name: name.full }, select: FOUND })
  if (row) return row
  throw new BerthError('registry.name_unknown', `there is no repository ${name.full}`, {
    details: { repository: name.full },
  })
}

/**
 * Repositories are made by the first push. The caller has decided that its sender may push there. Error:
 * registry.quota_exceeded.
 */
export async function ensureRepository(db: Db, name: RepositoryName): Promise<FoundRepository> {
  const found = await db.repository.findUnique({ where: { name: name.full }, select: FOUND })
  if (found) return found
  const isLibrary = name.owner === LIBRARY
  const tenant = isLibrary
    ? null
    : await db.tenant.findUnique({ where: { name: name.owner }, select: { id: true } })
  if (!isLibrary && !tenant)
    throw new BerthError('registry.name_unknown', `there is no tenant "${name.owner}"`)
  const row = { id: newId('repository'), name: name.full, public: isLibrary, tenantId: tenant?.id ?? null }
  // Clients push the layers of a new repository in parallel: one row is made, the others are passed over.
  await db.$transaction(async (tx) => {
    await tx.repository.createMany({ data: [row], skipDuplicates: true })
    await requireFewer(tx, row.tenantId, 'repositories')
  })
  return findRepository(db, name)
}
