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

/** Those of these that there are, whole. */
export async function readSandboxes(tx: Pick<Tx, 'sandbox'>, ids: readonly string[]): Promise<SandboxRow[]> {
  return tx.sandbox.findMany({ where: { id: { in: [...ids] } }, include: INCLUDE })
}

/** As nobody else changes it until the end of the transaction; undefined: it is gone, or somebody changes it now. */
export async function lockSandbox(
  tx: Pick<Tx, 'sandbox' | '$queryRaw'>,
  id: string,
): Promise<SandboxRow | undefined> {
  const held = await tx.$queryRaw`SELECT id FROM "Sandbox" WHERE id = ${id} FOR UPDATE SKIP LOCKED`
  if (!Array.isArray(held) || held.length === 0) return undefined
  return (await readSandboxes(tx, [id]))[0]
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
    cleanup: cleanupOf(row, scripts),
    goneAt: row.endedAt ?? row.archivedAt,
    containers: row.containers.map(partOf),
    homes: row.homes,
  }
}

/** A lab's word for it may be longer. */
export const MOST_CLEANUP_SECONDS = 60

function cleanupOf(
  { containers, attempt, cleanupAt, cleanedAt }: SandboxRow,
  { cleanup }: LabSpec['scripts'],
): SandboxParts['cleanup'] {
  const where = containers.find((one) => one.process === cleanup?.container && one.attempt === attempt)
  if (!cleanup || !where || cleanedAt !== null) return null
  const timeoutMs = Math.min(cleanup.timeout, MOST_CLEANUP_SECONDS) * 1000
  return { containerId: where.id, begunAt: cleanupAt, timeoutMs }
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
