import { formatBytes } from '@berth/core'
import { recordEvent, type Tx } from '@berth/db'
import { isOver, isWarning, quotaExceeded } from './decide-usage.ts'
import { usageOfRepository } from './read-usage.ts'

/**
 * After something was added to a repository, in the transaction that added it: refuses what does not fit any more,
 * and warns once when 80 % are passed. The triggers have locked the tenant's usage, so no two pushes both take the
 * last byte. `added`: bytes of it; `digest`: of a blob, which costs nothing when the tenant has it already.
 * Error: registry.quota_exceeded.
 */
export async function settleQuota(
  tx: Tx,
  { repositoryId, digest, added, now }: { repositoryId: string; digest?: string; added: number; now: Date },
): Promise<void> {
  const found = await usageOfRepository(tx, repositoryId)
  if (!found) return
  const { tenant, usage, warned } = found
  if (isOver(usage)) {
    if (digest !== undefined && (await hadBefore(tx, tenant.id, digest))) return
    throw quotaExceeded(tenant, { ...usage, bytes: Math.max(0, usage.bytes - added) }, added)
  }
  if (warned || !isWarning(usage)) return
  await tx.imageUsage.update({ where: { tenantId: tenant.id }, data: { warnedAt: now } })
  await recordEvent(tx, {
    tenantId: tenant.id,
    type: 'images.quota_warning',
    message: `images take ${formatBytes(usage.bytes)} of ${formatBytes(usage.limit)}: delete what is not needed, or ask an administrator for more`,
    data: { used: usage.bytes, quota: usage.limit },
  })
}

async function hadBefore(tx: Tx, tenantId: string, digest: string): Promise<boolean> {
  const row = await tx.tenantBlob.findUnique({ where: { tenantId_digest: { tenantId, digest } } })
  return (row?.links ?? 0) > 1
}
