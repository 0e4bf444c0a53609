import { BerthError, type Quota } from '@berth/core'
import type { Db, Tx } from '@berth/db'
import type { QuotaView } from '@berth/protocol'

/** What a tenant may use, what is reserved (containers that shall run, by the limits of their release), what is left. */
export async function tenantQuota(db: Db | Tx, tenantId: string): Promise<QuotaView> {
  const tenant = await db.tenant.findUnique({ where: { id: tenantId } })
  if (tenant === null) throw new BerthError('tenant.not_found', `there is no tenant ${tenantId}`)
  const quota: Quota = {
    cpu: tenant.cpu,
    memory: Number(tenant.memory),
    containers: tenant.containers,
    disk: Number(tenant.disk),
  }
  const used = (await reservedByTenant(db, [tenantId])).get(tenantId) ?? NOTHING
  return { quota, used, left: subtract(quota, used) }
}

const NOTHING: Quota = { cpu: 0, memory: 0, containers: 0, disk: 0 }

/** Reservations of many tenants with one query; a tenant without containers is not in the map. */
export async function reservedByTenant(
  db: Db | Tx,
  tenantIds: readonly string[],
): Promise<Map<string, Quota>> {
  const rows = await db.$queryRaw<({ tenantId: string } & Quota)[]>`
    SELECT c."tenantId", sum(r.cpu)::float8 AS cpu, sum(r.memory)::float8 AS memory,
      count(*)::int AS containers, sum(r.disk)::float8 AS disk
    FROM "Container" c JOIN "Release" r ON r.id = c."releaseId"
    WHERE c.desired = 'running' AND c."tenantId" = ANY(${[...tenantIds]})
    GROUP BY c."tenantId"`
  return new Map(rows.map(({ tenantId, ...used }) => [tenantId, used]))
}

function subtract(quota: Quota, used: Quota): Quota {
  return {
    cpu: rest(quota.cpu, used.cpu),
    memory: rest(quota.memory, used.memory),
    containers: rest(quota.containers, used.containers),
    disk: rest(quota.disk, used.disk),
  }
}

/** Never negative: a quota may be lowered below what is used. Sums of tenths of cores are rounded to thousandths. */
function rest(quota: number, used: number): number {
  return Math.max(0, Math.round((quota - used) * 1_000) / 1_000)
}
