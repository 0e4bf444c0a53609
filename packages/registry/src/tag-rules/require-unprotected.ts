import type { Tx } from '@berth/db'
import { findRule, type Promised, tagProtected } from './find-rule.ts'

/**
 * Refuses what a rule of the tenant forbids for one of these tags; to be called in the transaction that moves or
 * deletes them. `repository`: with its tenant in front. Error: registry.tag_protected.
 */
export async function requireUnprotected(
  tx: Pick<Tx, 'tagRule'>,
  { tenantId, name }: { readonly tenantId: string | null; readonly name: string },
  promised: Promised,
  tags: readonly string[],
): Promise<void> {
  if (tenantId === null || tags.length === 0) return
  const rules = await tx.tagRule.findMany({
    where: { tenantId, [promised]: true },
    orderBy: { createdAt: 'asc' },
  })
  if (rules.length === 0) return
  const repository = nameWithin(name)
  for (const tag of tags) {
    const rule = findRule(rules, promised, { repository, tag })
    if (rule) throw tagProtected(rule, promised, { repository, tag })
  }
}

/** `acme/web/api` → `web/api` */
export function nameWithin(name: string): string {
  return name.slice(name.indexOf('/') + 1)
}
