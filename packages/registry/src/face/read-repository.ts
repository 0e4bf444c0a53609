import { BerthError } from '@berth/core'
import type { Db } from '@berth/db'
import type { RepositoryDetails } from '@berth/protocol'
import { summarise } from './list-repositories.ts'
import { readMissing } from './read-missing.ts'
import type { FoundRepository } from './visible.ts'

/** A repository with its README. Error: registry.name_unknown, when it went in between. */
export async function readRepository(
  db: Db,
  tenantId: string,
  { id, name }: FoundRepository,
): Promise<RepositoryDetails> {
  const texts = await db.repository.findUnique({
    where: { id },
    select: { readme: true, createdAt: true, pulledAt: true },
  })
  const summary = await summarise(db, tenantId, id)
  if (texts && summary) return { ...summary, ...texts, missing: await readMissing(db, id) }
  throw new BerthError('registry.name_unknown', `there is no repository ${name}`, {
    details: { repository: name },
  })
}
