import { newId } from '@berth/core'
import type { Db, RetentionRule } from '@berth/db'
import type { RetentionRuleView } from '@berth/protocol'
import type { Viewer } from '../face/viewer.ts'
import { refuseTooManyRules } from './refuse-too-many.ts'
import type { RuleActing } from './rule-acting.ts'
import { checkRetentionRule, type RetentionRuleInput } from './rule-input.ts'
import { speaksOf } from './speaks-of.ts'
import { noRule, patternOf } from './tag-rules.ts'
import { writeAudit } from './write-audit.ts'

/** Those that concern what is reached. */
export async function listRetentionRules(db: Db, viewer: Viewer): Promise<RetentionRuleView[]> {
  const rows = await db.retentionRule.findMany({
    where: { tenantId: viewer.tenantId },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })
  return rows.filter((row) => speaksOf(row, viewer)).map(toView)
}

/** Errors: input.invalid, quota.exceeded. */
export async function createRetentionRule(
  db: Db,
  acting: RuleActing,
  input: RetentionRuleInput,
): Promise<RetentionRuleView> {
  checkRetentionRule(input)
  const { tenantId, by } = acting
  const { repositories, tags, keepLast, keepPushedDays, keepPulledDays, untaggedDays } = input
  const keeps = { keepLast, keepPushedDays, keepPulledDays, untaggedDays }
  return db.$transaction(async (tx) => {
    refuseTooManyRules(await tx.retentionRule.count({ where: { tenantId } }))
    const row = await tx.retentionRule.create({
      data: { id: newId('retentionRule'), tenantId, createdBy: by, repositories, tags, ...keeps },
    })
    await writeAudit(tx, acting, { action: 'retention_rule.created', target: patternOf(row), data: keeps })
    return toView(row)
  })
}

/** Error: rule.not_found. */
export async function removeRetentionRule(db: Db, acting: RuleActing, id: string): Promise<void> {
  const { tenantId } = acting
  await db.$transaction(async (tx) => {
    const row = await tx.retentionRule.findFirst({ where: { id, tenantId } })
    if (!row) throw noRule(id)
    await tx.retentionRule.deleteMany({ where: { id, tenantId } })
    await writeAudit(tx, acting, { action: 'retention_rule.removed', target: patternOf(row) })
  })
}

function toView(row: RetentionRule): RetentionRuleView {
  return {
    id: row.id,
    repositories: row.repositories,
    tags: row.tags,
    keepLast: row.keepLast,
    keepPushedDays: row.keepPushedDays,
    keepPulledDays: row.keepPulledDays,
    untaggedDays: row.untaggedDays,
    enabled: row.enabled,
    createdBy: row.createdBy,
    createdAt: row.createdAt,
    lastRunAt: row.lastRunAt,
    lastRemoved: row.lastRemoved,
  }
}
