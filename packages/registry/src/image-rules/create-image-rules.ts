import { type Clock, systemClock } from '@berth/core'
import type { Db } from '@berth/db'
import type {
  ImageUsageView,
  PruneView,
  RetentionPreview,
  RetentionResult,
  RetentionRuleView,
  TagRuleView,
} from '@berth/protocol'
import type { Viewer } from '../face/viewer.ts'
import { type RegistryHappenings, UNTOLD } from '../happenings.ts'
import { planPrune, pruneImages } from '../prune/prune-images.ts'
import { planRetention, previewOf } from '../retention/plan-retention.ts'
import { runRetention } from '../retention/run-retention.ts'
import { readImageUsage } from './image-usage.ts'
import { createRetentionRule, listRetentionRules, removeRetentionRule } from './retention-rules.ts'
import type { RuleActing } from './rule-acting.ts'
import { checkRetentionRule, type RetentionRuleInput, type TagRuleInput } from './rule-input.ts'
import { setPublic } from './set-public.ts'
import { createTagRule, listTagRules, removeTagRule } from './tag-rules.ts'

/**
 * What a tenant decides about its images: protection, retention, who may see them; and what they take. A token for named
 * repositories sees, previews and prunes what concerns those; the use of the quota is the whole tenant's.
 */
export type ImageRules = {
  usage(tenantId: string): Promise<ImageUsageView>
  tagRules(viewer: Viewer): Promise<TagRuleView[]>
  /** Errors: input.invalid, quota.exceeded. */
  addTagRule(acting: RuleActing, input: TagRuleInput): Promise<TagRuleView>
  /** Error: rule.not_found. */
  removeTagRule(acting: RuleActing, id: string): Promise<void>
  retentionRules(viewer: Viewer): Promise<RetentionRuleView[]>
  /** Errors: input.invalid, quota.exceeded. */
  addRetentionRule(acting: RuleActing, input: RetentionRuleInput): Promise<RetentionRuleView>
  /** Error: rule.not_found. */
  removeRetentionRule(acting: RuleActing, id: string): Promise<void>
  /** What the tenant's rules would do now, with one more when it is given. Error: input.invalid. */
  previewRetention(viewer: Viewer, more?: RetentionRuleInput): Promise<RetentionPreview>
  runRetention(acting: RuleActing): Promise<RetentionResult>
  planPrune(viewer: Viewer): Promise<PruneView>
  prune(acting: RuleActing): Promise<PruneView>
  /** Who may pull: everybody, or members only. Error: registry.name_unknown. */
  setPublic(acting: RuleActing, repository: string, isPublic: boolean): Promise<void>
}

export function createImageRules(options: {
  readonly db: Db
  readonly clock?: Clock
  readonly happenings?: RegistryHappenings
}): ImageRules {
  const { db, clock = systemClock, happenings = UNTOLD } = options
  return {
    usage: (tenantId) => readImageUsage(db, tenantId),
    tagRules: (viewer) => listTagRules(db, viewer),
    addTagRule: (acting, input) => createTagRule(db, acting, input),
    removeTagRule: (acting, id) => removeTagRule(db, acting, id),
    retentionRules: (viewer) => listRetentionRules(db, viewer),
    addRetentionRule: (acting, input) => createRetentionRule(db, acting, input),
    removeRetentionRule: (acting, id) => removeRetentionRule(db, acting, id),
    previewRetention: async (viewer, more) => {
      if (more) checkRetentionRule(more)
      const rules = await db.retentionRule.findMany({ where: { tenantId: viewer.tenantId, enabled: true } })
      const all = more ? [...rules, { id: 'new', ...more }] : rules
      return previewOf(planRetention(db, viewer, { rules: all, now: clock.now() }))
    },
    runRetention: ({ tenantId, by, ip }) => runRetention({ db, clock, happenings }, tenantId, { by, ip }),
    planPrune: (viewer) => planPrune(db, viewer, clock.now()),
    prune: (acting) => pruneImages(db, acting, clock.now()),
    setPublic: (acting, repository, isPublic) => setPublic(db, acting, repository, isPublic),
  }
}
