import {
  describeEnd,
  type EndReason,
  type InstanceState,
  OBSERVED_STATES,
  type ObservedState,
} from '@berth/core'
import { type Db, forTenant, type Prisma } from '@berth/db'
import type { InstanceView } from '@berth/protocol'
import { z } from 'zod'
import { endOf, KIN_AND_LIMITS } from './rows.ts'

export const INSTANCE_INCLUDE = {
  node: { select: { name: true } },
  release: { select: { ...KIN_AND_LIMITS, number: true } },
  app: { select: { name: true, restartNonce: true } },
  job: { select: { kind: true } },
} satisfies Prisma.ContainerInclude

/** What serves comes before what a later release left. */
export const INSTANCE_ORDER = [
  { process: 'asc' },
  { instance: 'asc' },
  { release: { number: 'asc' } },
] satisfies Prisma.ContainerOrderByWithRelationInput[]

type Row = Prisma.ContainerGetPayload<{ include: typeof INSTANCE_INCLUDE }>

const observedSchema = z.enum(OBSERVED_STATES)

/** Of one app, or of all that the tenant has. */
export async function listInstances(
  db: Db,
  tenantId: string,
  appId?: string,
): Promise<(InstanceView & { app: string })[]> {
  const rows = await forTenant(db, tenantId).container.findMany({
    where: { ...(appId && { appId }), sandboxId: null, app: { kind: 'app', deletedAt: null } },
    include: INSTANCE_INCLUDE,
    orderBy: [{ app: { name: 'asc' } }, ...INSTANCE_ORDER],
  })
  return rows.map((row) => ({ ...instanceView(row), app: row.app.name }))
}

export function instanceView(row: Row): InstanceView {
  const lastEnd = endOf(row)
  const observed = isAskedAgain(row) ? 'starting' : observedSchema.parse(row.observed)
  return {
    id: row.id,
    process: row.job?.kind ?? row.process,
    job: row.jobId,
    instance: row.instance,
    release: row.release.number,
    node: row.node.name,
    state: stateOf(row, observed),
    healthy: row.healthy,
    lastEnd,
    reason: reasonOf(observed, lastEnd),
    lastLines: row.lastLines,
    restarts: row.restarts,
    oomKills: row.oomKills,
    forksRefused: row.forksRefused,
    startedAt: row.startedAt,
    endedAt: row.endedAt,
    nextStartAt: row.nextStartAt,
  }
}

/** It had ended, and somebody asked for another run, of which its node has said nothing yet. */
function isAskedAgain(row: Row): boolean {
  const { desired, observed, generation, observedGeneration, restartNonce, app } = row
  const isUnheard = generation !== observedGeneration || restartNonce !== app.restartNonce
  return desired === 'running' && observed === 'stopped' && isUnheard
}

/** What runs on until its visitors have left it, or until it has stopped, is not what one counts on. */
function stateOf(
  { drainingAt, desired }: Pick<Row, 'drainingAt' | 'desired'>,
  observed: ObservedState,
): InstanceState {
  const isLeaving = drainingAt !== null || desired === 'removed'
  return observed === 'running' && isLeaving ? 'draining' : observed
}

const UNDER_WAY: readonly ObservedState[] = ['pending', 'pulling', 'starting', 'running', 'paused']

/** Why it does not run; null while it does or is about to, because how it ended before says nothing about now. */
export function reasonOf(state: ObservedState, lastEnd: EndReason | null): string | null {
  return UNDER_WAY.includes(state) || !lastEnd ? null : describeEnd(lastEnd)
}
