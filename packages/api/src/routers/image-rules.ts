import { z } from 'zod'
import { ruleActing } from '../rule-acting.ts'
import { imageProcedure, router, tenantInput, tenantProcedure } from '../trpc.ts'

const pattern = z.string().min(1).max(128)
const id = z.string().min(1).max(64)
const keep = z.number().int().min(1).max(100_000).nullable().default(null)
const repository = z.string().min(3).max(255)

const tagRule = {
  repositories: pattern.default('*'),
  tags: pattern,
  noOverwrite: z.boolean().default(false),
  noDelete: z.boolean().default(false),
}
const retentionRule = {
  repositories: pattern.default('*'),
  tags: pattern.default('*'),
  keepLast: keep,
  keepPushedDays: keep,
  keepPulledDays: keep,
  untaggedDays: keep,
}
/** What everybody may see; who changes what others rely on owns the tenant. */
const read = imageProcedure('registry:pull')
const change = tenantProcedure('tenant:manage')

export const imageRulesRouter = router({
  usage: read.input(tenantInput({})).query(({ ctx }) => ctx.imageRules.usage(ctx.tenant.id)),

  tagRules: read.input(tenantInput({})).query(({ ctx }) => ctx.imageRules.tagRules(ctx.viewer)),
  addTagRule: change
    .input(tenantInput(tagRule))
    .mutation(({ ctx, input }) => ctx.imageRules.addTagRule(ruleActing(ctx), input)),
  removeTagRule: change
    .input(tenantInput({ id }))
    .mutation(({ ctx, input }) => ctx.imageRules.removeTagRule(ruleActing(ctx), input.id)),

  retentionRules: read.input(tenantInput({})).query(({ ctx }) => ctx.imageRules.retentionRules(ctx.viewer)),
  addRetentionRule: change
    .input(tenantInput(retentionRule))
    .mutation(({ ctx, input }) => ctx.imageRules.addRetentionRule(ruleActing(ctx), input)),
  removeRetentionRule: change
    .input(tenantInput({ id }))
    .mutation(({ ctx, input }) => ctx.imageRules.removeRetentionRule(ruleActing(ctx), input.id)),
  previewRetention: read
    .input(tenantInput({ rule: z.strictObject(retentionRule).optional() }))
    .query(({ ctx, input }) => ctx.imageRules.previewRetention(ctx.viewer, input.rule)),
  runRetention: change
    .input(tenantInput({}))
    .mutation(({ ctx }) => ctx.imageRules.runRetention(ruleActing(ctx))),

  planPrune: read.input(tenantInput({})).query(({ ctx }) => ctx.imageRules.planPrune(ctx.viewer)),
  prune: imageProcedure('registry:delete')
    .input(tenantInput({}))
    .mutation(({ ctx }) => ctx.imageRules.prune({ ...ruleActing(ctx), ...ctx.viewer })),

  setPublic: change
    .input(tenantInput({ repository, public: z.boolean() }))
    .mutation(({ ctx, input }) => ctx.imageRules.setPublic(ruleActing(ctx), input.repository, input.public)),
})
