import type { Quota } from '@berth/core'
import type { Prisma, Tx } from '@berth/db'
import { readJobUsage } from './jobs/job-usage.ts'
import { addQuotas, usageOf } from './quota.ts'
import { desiredOf, MODEL_COLUMNS, releaseModel } from './rows.ts'
import { usageOfVolumes } from './volumes/volume-usage.ts'
import { ACTIVE } from './write-deploy.ts'

const TARGET = {
  current: { select: MODEL_COLUMNS },
  deploys: {
    where: ACTIVE,
    orderBy: { fence: 'desc' },
    take: 1,
    select: { release: { select: MODEL_COLUMNS } },
  },
} satisfies Prisma.AppInclude

type Row = Prisma.AppGetPayload<{ include: typeof TARGET }>

/**
 * What each app takes of its tenant's quota: by the release that is to serve, not by what runs at the moment; and each
 * of their jobs, as what is of no app.
 */
export async function readUsage(
  tx: Pick<Tx, 'app' | 'job'>,
  where: Prisma.AppWhereInput,
): Promise<{ appId: string | null; tenantId: string; usage: Quota }[]> {
  const apps = await tx.app.findMany({ where: { ...where, kind: 'app', deletedAt: null }, include: TARGET })
  return [
    ...apps.map((app) => ({ appId: app.id, tenantId: app.tenantId, usage: usageOfRow(app) })),
    ...(await readJobUsage(tx, where)),
  ]
}

/** Of all of them together, by tenant. */
export async function readUsageByTenant(
  tx: Pick<Tx, 'app' | 'job' | '$queryRaw'>,
  tenantIds: readonly string[],
): Promise<Map<string, Quota>> {
  const rows = await readUsage(tx, { tenantId: { in: [...tenantIds] } })
  const used = await usageOfVolumes(tx, tenantIds)
  for (const { tenantId, usage } of rows) {
    const before = used.get(tenantId)
    used.set(tenantId, before ? addQuotas([before, usage]) : usage)
  }
  return used
}

function usageOfRow(app: Row): Quota {
  const release = app.deploys[0]?.release ?? app.current
  return usageOf({ desired: desiredOf(app), release: release ? releaseModel(release) : null })
}
