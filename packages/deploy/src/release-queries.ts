import { type App, type Db, forTenant, type Release } from '@berth/db'
import type { ReleaseView } from '@berth/protocol'
import { instancesOf } from './model.ts'
import { releaseModel, sealedEnv } from './rows.ts'

const MAX_SHOWN = 200

/** Newest first. */
export async function listReleases(db: Db, app: App): Promise<ReleaseView[]> {
  const rows = await forTenant(db, app.tenantId).release.findMany({
    where: { appId: app.id },
    orderBy: { number: 'desc' },
    take: MAX_SHOWN,
  })
  return rows.map((row) => releaseView(row, app))
}

function releaseView(row: Release, app: App): ReleaseView {
  const { id, number, image, port, limits, processes } = releaseModel(row)
  return {
    id,
    number,
    image,
    digest: row.digest,
    port,
    limits,
    envNames: Object.keys(sealedEnv(row)).toSorted(),
    replicas: instancesOf(processes).length,
    by: row.createdBy,
    createdAt: row.createdAt,
    current: app.releaseId === id,
    rollbackOf: row.rollbackOf,
  }
}
