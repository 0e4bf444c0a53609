import type { Db } from '@berth/db'
import type { SandboxQuotaView } from '@berth/protocol'
import { specOf } from '../rows.ts'
import { addSizes, NO_SIZE, sizeOf } from './reserve.ts'

/** What the sandboxes of a tenant may take together, and what those take that run or start. */
export async function readSandboxQuota(
  db: Pick<Db, 'tenant' | 'sandbox' | 'labVersion'>,
  tenantId: string,
): Promise<SandboxQuotaView> {
  const tenant = await db.tenant.findUniqueOrThrow({ where: { id: tenantId } })
  const groups = await db.sandbox.groupBy({
    by: ['versionId'],
    where: { tenantId, state: { in: ['starting', 'running', 'frozen'] } },
    _count: true,
  })
  const versions = await db.labVersion.findMany({
    where: { id: { in: groups.map(({ versionId }) => versionId) } },
    select: { id: true, spec: true },
  })
  const sizes = new Map(versions.map((version) => [version.id, sizeOf(specOf(version))]))
  const used = groups.reduce(
    (sum, { versionId, _count }) => addSizes(sum, sizes.get(versionId) ?? NO_SIZE, _count),
    NO_SIZE,
  )
  const count = groups.reduce((sum, { _count }) => sum + _count, 0)
  return {
    quota: {
      count: tenant.sandboxes,
      cpu: tenant.sandboxCpu,
      memory: Number(tenant.sandboxMemory),
      disk: Number(tenant.sandboxDisk),
    },
    used: { ...used, cpu: Math.round(used.cpu * 1000) / 1000, count },
  }
}
