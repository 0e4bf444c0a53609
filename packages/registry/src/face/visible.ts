import { BerthError } from '@berth/core'
import type { Db, Prisma } from '@berth/db'
import { parseRepositoryName } from '../names.ts'
import { reached, type Viewer } from './viewer.ts'

export type FoundRepository = {
  readonly id: string
  readonly name: string
  readonly tenantId: string | null
  readonly public: boolean
}

const SELECT = { id: true, name: true, tenantId: true, public: true } as const

/** A repository that may be read: the tenant's own, or a public one. Error: registry.name_unknown, also when it is hidden. */
export function findVisible(db: Db, viewer: Viewer, repository: string): Promise<FoundRepository> {
  return find(db, { OR: [reached(viewer), { public: true }] }, repository)
}

/** A repository of the tenant. Error: registry.name_unknown. */
export function findOwn(db: Db, viewer: Viewer, repository: string): Promise<FoundRepository> {
  return find(db, { AND: [reached(viewer)] }, repository)
}

async function find(
  db: Db,
  where: Prisma.RepositoryWhereInput,
  repository: string,
): Promise<FoundRepository> {
  const { full } = parseRepositoryName(repository)
  const row = await db.repository.findFirst({
    where: { ...where, name: full, manifests: { some: {} } },
    select: SELECT,
  })
  if (row) return row
  throw new BerthError('registry.name_unknown', `there is no repository ${full}`, {
    details: { repository: full },
  })
}

/** `LIKE`, with what somebody typed as it is. */
export function containing(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`
}
