import type { Db } from '@berth/db'

const KEPT = 20
const ENDED = { state: { in: ['succeeded', 'failed', 'canceled'] } }

type Group = { readonly tenantId: string; readonly appId: string | null; readonly repository: string }

/** Keeps the last 20 builds of each app, and of each repository that was built without one. */
export async function retainBuilds(db: Db): Promise<void> {
  const groups = await db.build.groupBy({
    by: ['tenantId', 'appId', 'repository'],
    _count: { id: true },
    having: { id: { _count: { gt: KEPT } } },
  })
  for (const { tenantId, appId, repository } of groups) await retain(db, { tenantId, appId, repository })
}

async function retain(db: Db, group: Group): Promise<void> {
  const old = await db.build.findMany({
    where: { ...group, ...ENDED },
    orderBy: { createdAt: 'desc' },
    skip: KEPT,
    select: { id: true },
  })
  await db.build.deleteMany({ where: { id: { in: old.map(({ id }) => id) } } })
}
