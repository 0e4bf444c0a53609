import type { SandboxReason } from '@berth/core'
import type { Db, Prisma } from '@berth/db'
import type { WallSandbox, WallTile } from '@berth/protocol'
import { specOf, stateOf } from '../rows.ts'
import { canExtend } from '../service/can-extend.ts'

const MOST_TILES = 1000

const INCLUDE = {
  version: { select: { spec: true } },
  lab: { select: { title: true } },
  containers: { where: { desired: { not: 'removed' } }, select: { attempt: true } },
  results: { orderBy: { at: 'asc' }, select: { name: true, passed: true, at: true } },
} satisfies Prisma.SandboxInclude

type Row = Prisma.SandboxGetPayload<{ include: typeof INCLUDE }>

/** One tile for each student of the course, by name. */
export async function readWall(db: Db, courseId: string): Promise<WallTile[]> {
  const members = await db.courseMember.findMany({
    ...{ where: { courseId, role: 'student', removedAt: null }, take: MOST_TILES },
    select: { id: true, name: true, group: true },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  })
  const rows = await db.sandbox.findMany({
    where: { courseId, kind: 'lesson', userId: { not: null }, state: { not: 'ended' } },
    ...{ include: INCLUDE, orderBy: { createdAt: 'asc' }, take: 2 * MOST_TILES },
  })
  const newest = new Map(rows.map((row) => [row.memberId, row]))
  const without = members.map(({ id }) => id).filter((id) => !newest.has(id))
  const ended = await readEnded(db, courseId, without)
  return members.map((member) => {
    const row = newest.get(member.id)
    return { member, sandbox: row ? tileOf(row) : null, ended: ended.get(member.id) ?? null }
  })
}

/** Of those who have none now: how the newest one ended. */
async function readEnded(
  db: Db,
  courseId: string,
  members: readonly string[],
): Promise<ReadonlyMap<string, NonNullable<WallTile['ended']>>> {
  if (members.length === 0) return new Map()
  const rows = await db.$queryRaw<{ memberId: string; reason: SandboxReason | null }[]>`
    SELECT DISTINCT ON ("memberId") "memberId", reason FROM "Sandbox"
    WHERE "courseId" = ${courseId} AND state = 'ended' AND kind = 'lesson' AND "memberId" = ANY(${members})
    ORDER BY "memberId", "createdAt" DESC`
  return new Map(rows.map(({ memberId, reason }) => [memberId, { reason }]))
}

/** One that cannot be read hides none of the others. */
function tileOf(row: Row): WallSandbox {
  try {
    return wallSandbox(row)
  } catch {
    return {
      ...{ id: row.id, state: 'failed', reason: null, lab: row.lab.title, hand: null, activeAt: null },
      ...{ checks: { passed: 0, failed: 0, all: 0 }, stuckSince: null, canExtend: false, canUndo: false },
      ...{ throttled: false, trouble: row.trouble ?? 'it cannot be read' },
    }
  }
}

function wallSandbox(row: Row): WallSandbox {
  const spec = specOf(row.version)
  const { id, handAt } = row
  const state = stateOf(row)
  return {
    ...{ id, state, lab: row.lab.title },
    reason: row.reason as SandboxReason | null, // written by this package alone
    checks: countChecks(row, new Set(spec.checks.map(({ name }) => name))),
    stuckSince: row.results.findLast(({ passed }) => passed)?.at ?? row.readyAt,
    hand: handAt && { at: handAt, note: row.handNote, takenBy: row.handTakenBy },
    activeAt: row.activeAt,
    canExtend: canExtend(row, state),
    canUndo: row.containers.some(({ attempt }) => attempt !== row.attempt),
    throttled: row.throttledAt !== null,
    trouble: row.trouble,
  }
}

function countChecks({ results }: Row, names: ReadonlySet<string>): WallSandbox['checks'] {
  const newest = new Map(
    results.filter(({ name }) => names.has(name)).map(({ name, passed }) => [name, passed]),
  )
  const passed = [...newest.values()].filter(Boolean).length
  return { passed, failed: newest.size - passed, all: names.size }
}
