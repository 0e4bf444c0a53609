import { describeEnd, type EndReason, OBSERVED_STATES, type ObservedState } from '@berth/core'
import { type Db, forTenant, type Prisma } from '@berth/db'
import type { InstanceView } from '@berth/protocol'
import { z } from 'zod'
import { endOf } from './rows.ts'

export const INSTANCE_INCLUDE = {
  node: { select: { name: true } },
  release: { select: { number: true, kin: true } },
} satisfies Prisma.ContainerInclude

type Row = Prisma.ContainerGetPayload<{ include: typeof INSTANCE_INCLUDE }>

const observedSchema = z.enum(OBSERVED_STATES)

/** Of one app, or of all that the tenant has. */
export async function listInstances(
  db: Db,
  tenantId: string,
  appId?: string,
): Promise<(InstanceView & { app: string })[]> {
  const rows = await forTenant(db, tenantId).container.findMany({
    where: { ...(appId && { appId }), app: { deletedAt: null } },
    include: { ...INSTANCE_INCLUDE, app: { select: { name: true } } },
    orderBy: [{ app: { name: 'asc' } }, { process: 'asc' }, { instance: 'asc' }],
  })
  return rows.map((row) => ({ ...instanceView(row), app: row.app.name }))
}

export function instanceView(row: Row): InstanceView {
  const lastEnd = endOf(row)
  const state = observedSchema.parse(row.observed)
  return {
    id: row.id,
    process: row.process,
    instance: row.instance,
    release: row.release.number,
    node: row.node.name,
    state,
    healthy: row.healthy,
    lastEnd,
    reason: reasonOf(state, lastEnd),
    lastLines: row.lastLines,
    restarts: row.restarts,
    startedAt: row.startedAt,
    endedAt: row.endedAt,
    nextStartAt: row.nextStartAt,
  }
}

const UNDER_WAY: readonly ObservedState[] = ['pending', 'pulling', 'starting', 'running', 'paused']

/** Why it does not run; null while it does or is about to, because how it ended before says nothing about now. */
export function reasonOf(state: ObservedState, lastEnd: EndReason | null): string | null {
  return UNDER_WAY.includes(state) || !lastEnd ? null : describeEnd(lastEnd)
}
