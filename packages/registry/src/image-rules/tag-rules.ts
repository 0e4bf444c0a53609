import { BerthError, newId } from '@berth/core'
import type { Db, TagRule } from '@berth/db'
import type { TagRuleView } from '@berth/protocol'
import type { Viewer } from '../face/viewer.ts'
import { refuseTooManyRules } from './refuse-too-many.ts'
import type { RuleActing } from './rule-acting.ts'
import { checkTagRule, type TagRuleInput } from './rule-input.ts'
import { speaksOf } from './speaks-of.ts'
import { writeAudit } from './write-audit.ts'

/** Those that concern what is reached. */
export async function listTagRules(db: Db, viewer: Viewer): Promise<TagRuleView[]> {
  const rows = await db.tagRule.findMany({
    where: { tenantId: viewer.tenantId },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })
  return rows.filter((row) => speaksOf(row, viewer)).map(toView)
}

/** Errors: input.invalid, quota.exceeded. */
export async function createTagRule(db: Db, acting: RuleActing, input: TagRuleInput): Promise<TagRuleView> {
  checkTagRule(input)
  const { tenantId, by } = acting
  const { repositories, tags, noOverwrite, noDelete } = input
  return db.$transaction(async (tx) => {
    refuseTooManyRules(await tx.tagRule.count({ where: { tenantId } }))
    const row = await tx.tagRule.create({
      data: { id: newId('tagRule'), tenantId, createdBy: by, repositories, tags, noOverwrite, noDelete },
    })
    await writeAudit(tx, acting, {
      action: 'tag_rule.created',
      target: patternOf(row),
      data: { noOverwrite, noDelete },
    })
    return toView(row)
  })
}

/** Error: rule.not_found. */
export async function removeTagRule(db: Db, acting: RuleActing, id: string): Promise<void> {
  const { tenantId } = acting
  await db.$transaction(async (tx) => {
    const row = await tx.tagRule.findFirst({ where: { id, tenantId } })
    if (!row) throw noRule(id)
    await tx.tagRule.deleteMany({ where: { id, tenantId } })
    await writeAudit(tx, acting, { action: 'tag_rule.removed', target: patternOf(row) })
  })
}

export function noRule(id: string): BerthError {
  return new BerthError('rule.not_found', `there is no rule ${id}`, { details: { id } })
}

export function patternOf({ repositories, tags }: { repositories: string; tags: string }): string {
  return `${repositories}:${tags}`
}

function toView({
  id,
  repositories,
  tags,
  noOverwrite,
  noDelete,
  createdBy,
  createdAt,
}: TagRule): TagRuleView {
  return { id, repositories, tags, noOverwrite, noDelete, createdBy, createdAt }
}
