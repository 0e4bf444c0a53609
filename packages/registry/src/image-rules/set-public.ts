import { BerthError } from '@berth/core'
import type { Db } from '@berth/db'
import { parseRepositoryName } from '../names.ts'
import type { RuleActing } from './rule-acting.ts'
import { writeAudit } from './write-audit.ts'

/** From within two seconds on everybody may pull, or nobody but members. Error: registry.name_unknown. */
export async function setPublic(
  db: Db,
  acting: RuleActing,
  repository: string,
  isPublic: boolean,
): Promise<void> {
  const { full } = parseRepositoryName(repository)
  const where = { name: full, tenantId: acting.tenantId }
  await db.$transaction(async (tx) => {
    const { count } = await tx.repository.updateMany({ where, data: { public: isPublic } })
    if (count === 0) {
      const details = { repository: full }
      throw new BerthError('registry.name_unknown', `there is no repository ${full}`, { details })
    }
    await writeAudit(tx, acting, {
      action: isPublic ? 'image.made_public' : 'image.made_private',
      target: full,
    })
  })
}
