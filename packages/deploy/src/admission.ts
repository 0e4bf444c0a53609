import type { Quota } from '@berth/core'
import type { Tenant, Tx } from '@berth/db'
import { addQuotas, admit, NOTHING, subtractQuota } from './quota.ts'
import { readUsage, readUsageByTenant } from './usage.ts'
import { usageOfVolumes } from './volumes/volume-usage.ts'

/** Checks what an app (null: one more job) will take against its tenant's quota; within `inTenant`. Error: quota.exceeded. */
export async function checkQuota(
  tx: Tx,
  options: { readonly tenantId: string; readonly appId: string | null; readonly asked: Quota },
): Promise<void> {
  const tenant = await tx.tenant.findUniqueOrThrow({ where: { id: options.tenantId } })
  const rows = await readUsage(tx, { tenantId: options.tenantId })
  const volumes = await usageOfVolumes(tx, [options.tenantId])
  const mine = rows.filter(({ appId }) => appId !== null && appId === options.appId)
  admit({
    quota: quotaOf(tenant),
    others: addQuotas([
      ...rows.filter((row) => !mine.includes(row)).map(({ usage }) => usage),
      ...volumes.values(),
    ]),
    before: addQuotas(mine.map(({ usage }) => usage)),
    asked: options.asked,
  })
}

/** Checks what a volume adds to its tenant's disk; within `inTenant`. Error: quota.exceeded. */
export async function checkExtraDisk(
  tx: Tx,
  tenantId: string,
  bytes: { readonly before: number; readonly asked: number },
): Promise<void> {
  const tenant = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId } })
  const used = (await readUsageByTenant(tx, [tenantId])).get(tenantId) ?? NOTHING
  admit({
    quota: quotaOf(tenant),
    about: 'volumes',
    others: subtractQuota(used, { ...NOTHING, disk: bytes.before }),
    before: { ...NOTHING, disk: bytes.before },
    asked: { ...NOTHING, disk: bytes.asked },
  })
}

export function quotaOf(tenant: Tenant): Quota {
  return {
    cpu: tenant.cpu,
    memory: Number(tenant.memory),
    containers: tenant.containers,
    pids: tenant.pids,
    disk: Number(tenant.disk),
  }
}
