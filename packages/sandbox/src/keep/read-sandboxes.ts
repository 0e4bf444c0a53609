import type { Prisma, Tx } from '@berth/db'
import type { LabSpec } from '@berth/lab'
import { endReasonSchema } from '@berth/protocol'
import { z } from 'zod'
import { observedOf, stateOf, wishOf } from '../rows.ts'
import type { ContainerPart, SandboxParts } from './plan-containers.ts'

const INCLUDE = {
  containers: {
    select: {
      ...{ id: true, nodeId: true, process: true, attempt: true, desired: true, observed: true },
      ...{ generation: true, observedGeneration: true, end: true, createdAt: true },
    },
  },
  homes: { where: { deletedAt: null }, select: { id: true, attempt: true, nodeId: true } },
  course: { select: { maximum: true, endsAt: true, archivedAt: true } },
  courseLab: { select: { capacity: true } },
} satisfies Prisma.SandboxInclude

export type SandboxRow = Prisma.SandboxGetPayload<{ include: typeof INCLUDE }>

const desiredSchema = z.enum(['running', 'paused', 'stopped', 'removed'])

/** All that there may be something to do for. */
export async function readSandboxes(tx: Pick<Tx, 'sandbox'>): Promise<SandboxRow[]> {
  return tx.sandbox.findMany({
    where: {
      OR: [
        { state: { not: 'ended' } },
        { containers: { some: {} } },
        { homes: { some: { deletedAt: null } } },
      ],
    },
    include: INCLUDE,
    orderBy: { requestedAt: 'asc' },
  })
}

/** As the decision about its containers reads it. */
export function partsOf(row: SandboxRow, { scripts }: Pick<LabSpec, 'scripts'>): SandboxParts {
  return {
    state: stateOf(row),
    wanted: wishOf(row),
    attempt: row.attempt,
    requestedAt: row.requestedAt,
    setup: scripts.setup ? { begunAt: row.setupAt, timeoutMs: scripts.setup.timeout * 1000 } : null,
    wasReady: row.readyAt !== null,
    containers: row.containers.map(partOf),
    homes: row.homes,
  }
}

function partOf(row: SandboxRow['containers'][number]): ContainerPart {
  return {
    id: row.id,
    attempt: row.attempt,
    desired: desiredSchema.parse(row.desired),
    observed: observedOf(row),
    settled: row.observedGeneration === row.generation,
    end: row.end === null ? null : endReasonSchema.parse(row.end),
    createdAt: row.createdAt,
  }
}
