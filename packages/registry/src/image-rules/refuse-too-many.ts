import { BerthError } from '@berth/core'

/** Every push reads those of its tenant, and retention weighs each tag by each of them. */
const MOST_RULES = 50

/** `count`: how many of one kind a tenant has. Error: quota.exceeded. */
export function refuseTooManyRules(count: number): void {
  if (count < MOST_RULES) return
  throw new BerthError(
    'quota.exceeded',
    `a tenant has at most ${MOST_RULES} rules of a kind: remove one first`,
    { details: { resource: 'rules', limit: MOST_RULES } },
  )
}
