import { type Clock, formatBytes, newId } from '@berth/core'
import { type Db, recordEvent } from '@berth/db'
import type { RetentionResult } from '@berth/protocol'
import type { RegistryHappenings } from '../happenings.ts'
import { performRetention } from './perform-retention.ts'
import { planRetention } from './plan-retention.ts'

export type RetentionDeps = {
  readonly db: Db
  readonly clock: Clock
  readonly happenings: RegistryHappenings
}

/** Runs a tenant's rules, and says in the audit what it did. `by`: null for the platform by itself. */
export async function runRetention(
  deps: RetentionDeps,
  tenantId: string,
  { by, ip }: { by: string | null; ip: string | null },
): Promise<RetentionResult> {
  const { db, clock } = deps
  const now = clock.now()
  const rules = await db.retentionRule.findMany({ where: { tenantId, enabled: true } })
  if (rules.length === 0) return { tags: 0, images: 0, bytes: 0, failed: 0 }
  const result = { tags: 0, images: 0, bytes: 0, failed: 0 }
  const removed = new Map<string, number>()
  for await (const plan of planRetention(db, { tenantId }, { rules, now })) {
    const done = await performRetention(deps, tenantId, plan, by)
    result.tags += done.tags
    result.images += done.images
    result.bytes += done.bytes
    result.failed += done.failed
    for (const { verdict } of plan.tags)
      if (verdict.kind === 'goes') for (const id of verdict.rules) removed.set(id, (removed.get(id) ?? 0) + 1)
  }
  await db.$transaction(async (tx) => {
    for (const { id } of rules) {
      const lastRemoved = removed.get(id) ?? 0
      await tx.retentionRule.updateMany({ where: { id }, data: { lastRunAt: now, lastRemoved } })
    }
    if (by === null && result.tags + result.images + result.failed === 0) return
    const who = by ?? 'platform'
    const target = `${rules.length} rules`
    const entry = {
      id: newId('audit'),
      tenantId,
      by: who,
      ip,
      action: 'retention.run',
      target,
      outcome: 'allowed',
    }
    await tx.audit.create({ data: { ...entry, data: result } })
    if (result.tags + result.images === 0) return
    const message = `retention deleted ${result.tags} tags and ${result.images} images, ${formatBytes(result.bytes)}`
    await recordEvent(tx, { tenantId, type: 'images.retention', message, by, data: result })
  })
  return result
}

const DAY_MS = 24 * 60 * 60_000

/**
 * Every tenant with a rule that has not run for a day; a new one waits as long, so that somebody may think again. A
 * failure of one is handed to `onError` and stops no other. To be called every hour.
 */
export async function runAllRetention(
  deps: RetentionDeps,
  onError: (tenantId: string, error: unknown) => void,
): Promise<void> {
  const due = new Date(deps.clock.now().getTime() - DAY_MS)
  const tenants = await deps.db.retentionRule.findMany({
    where: { enabled: true, OR: [{ lastRunAt: { lt: due } }, { lastRunAt: null, createdAt: { lt: due } }] },
    distinct: ['tenantId'],
    select: { tenantId: true },
  })
  for (const { tenantId } of tenants) {
    try {
      await runRetention(deps, tenantId, { by: null, ip: null })
    } catch (error) {
      onError(tenantId, error)
    }
  }
}
