import { BerthError, DEPLOY_STATES } from '@berth/core'
import { type Db, forTenant, type Prisma } from '@berth/db'
import type { DeployView } from '@berth/protocol'
import { z } from 'zod'
import { stepsSchema, stepViews } from './deploy-steps.ts'
import { endOf } from './rows.ts'

export const DEPLOY_INCLUDE = {
  app: { select: { name: true } },
  release: { select: { number: true, image: true } },
} satisfies Prisma.DeployInclude

type Row = Prisma.DeployGetPayload<{ include: typeof DEPLOY_INCLUDE }>

const stateSchema = z.enum(DEPLOY_STATES)

/** Error: deploy.not_found, also for another tenant's. */
export async function readDeploy(db: Db, tenantId: string, id: string, app?: string): Promise<DeployView> {
  const where = { id, ...(app !== undefined && { app: { name: app } }) }
  const row = await forTenant(db, tenantId).deploy.findFirst({ where, include: DEPLOY_INCLUDE })
  if (!row) throw new BerthError('deploy.not_found', `there is no deploy "${id}"`, { details: { id } })
  return deployView(row)
}

/** Newest first. */
export async function listDeploys(
  db: Db,
  tenantId: string,
  appId: string,
  limit: number,
): Promise<DeployView[]> {
  const rows = await forTenant(db, tenantId).deploy.findMany({
    where: { appId },
    include: DEPLOY_INCLUDE,
    orderBy: { fence: 'desc' },
    take: limit,
  })
  return rows.map(deployView)
}

export function deployView(row: Row): DeployView {
  return {
    id: row.id,
    app: row.app.name,
    release: row.release.number,
    image: row.release.image,
    state: stateSchema.parse(row.state),
    reason: row.reason,
    canceledBy: row.canceledBy,
    lastLines: row.lastLines,
    end: endOf(row),
    steps: stepViews(stepsSchema.parse(row.steps)),
    by: row.createdBy,
    createdAt: row.createdAt,
    endedAt: row.endedAt,
  }
}
