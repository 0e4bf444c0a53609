import type { Container, Course, Sandbox, Tx, Volume } from '@berth/db'
import type { LabSpec } from '@berth/lab'
import { endReasonSchema } from '@berth/protocol'
import { z } from 'zod'
import { observedOf, stateOf, wishOf } from '../rows.ts'
import type { ContainerPart, SandboxParts } from './plan-containers.ts'

/** A sandbox with what is decided by; of its course, when that is over. */
export type SandboxRow = Sandbox & {
  readonly containers: readonly SandboxContainer[]
  readonly homes: readonly Pick<Volume, 'id' | 'nodeId' | 'attempt'>[]
  readonly course: Pick<Course, 'endsAt' | 'archivedAt'> | null
}

type SandboxContainer = Pick<
  Container,
  | 'id'
  | 'nodeId'
  | 'process'
  | 'attempt'
  | 'desired'
  | 'observed'
  | 'generation'
  | 'observedGeneration'
  | 'end'
  | 'createdAt'
>

type Found = Omit<SandboxRow, 'course' | 'containers'> & {
  readonly courseEndsAt: Date | null
  readonly courseArchivedAt: Date | null
  readonly containers: readonly (Omit<SandboxContainer, 'createdAt'> & { readonly createdAt: string })[]
}

const desiredSchema = z.enum(['running', 'paused', 'stopped', 'removed'])

/** Those of these that there are, whole: one statement, which each look and each change of one begins with. */
export async function readSandboxes(
  tx: Pick<Tx, '$queryRaw'>,
  ids: readonly string[],
): Promise<SandboxRow[]> {
  if (ids.length === 0) return []
  const found = await tx.$queryRaw<Found[]>`
    SELECT s.*, c."endsAt" AS "courseEndsAt", c."archivedAt" AS "courseArchivedAt",
      coalesce((SELECT json_agg(json_build_object('id', k.id, 'nodeId', k."nodeId", 'process', k.process,
        'attempt', k.attempt, 'desired', k.desired, 'observed', k.observed, 'generation', k.generation,
        'observedGeneration', k."observedGeneration", 'end', k."end", 'createdAt', k."createdAt") ORDER BY k.id)
        FROM "Container" k WHERE k."sandboxId" = s.id), '[]') AS containers,
      coalesce((SELECT json_agg(json_build_object('id', v.id, 'attempt', v.attempt, 'nodeId', v."nodeId"))
        FROM "Volume" v WHERE v."sandboxId" = s.id AND v."deletedAt" IS NULL), '[]') AS homes
    FROM "Sandbox" s LEFT JOIN "Course" c ON c.id = s."courseId" WHERE s.id = ANY(${[...ids]}::text[])`
  return found.map(rowOf)
}

/** Columns hold UTC without a zone. */
function rowOf({ courseEndsAt, courseArchivedAt, containers, ...row }: Found): SandboxRow {
  return {
    ...row,
    containers: containers.map((one) => ({ ...one, createdAt: new Date(`${one.createdAt}Z`) })),
    course: row.courseId === null ? null : { endsAt: courseEndsAt, archivedAt: courseArchivedAt },
  }
}

/** As nobody else changes them until the end of the transaction; without those that are gone, or that somebody changes now. */
export async function lockSandboxes(
  tx: Pick<Tx, '$queryRaw'>,
  ids: readonly string[],
): Promise<SandboxRow[]> {
  const held = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM "Sandbox" WHERE id = ANY(${[...ids]}::text[]) FOR UPDATE SKIP LOCKED`
  return readSandboxes(
    tx,
    held.map(({ id }) => id),
  )
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
