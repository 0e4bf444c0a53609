import type { Quota } from '@berth/core'
import type { Tenant, Tx } from '@berth/db'
import { addQuotas, admit } from './quota.ts'
import { readUsage } from './usage.ts'

/** Checks what an app will take against its tenant's quota; within `inTenant`. Error: quota.exceeded. */
export async function checkQuota(
  tx: Tx,
  options: { readonly tenantId: string; readonly appId: string; readonly asked: Quota },
): Promise<void> {
  const tenant = await tx.tenant.findUniqueOrThrow({ where: { id: options.tenantId } })
  const rows = await readUsage(tx, { tenantId: options.tenantId })
  const mine = rows.filter(({ appId }) => appId === options.appId)
  admit({
    quota: quotaOf(tenant),
    others: addQuotas(rows.filter((row) => !mine.includes(row)).map(({ usage }) => usage)),
    before: addQuotas(mine.map(({ usage }) => usage)),
    asked: options.asked,
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
